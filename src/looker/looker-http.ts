import { type Agent, type Dispatcher, errors, request } from 'undici';
import { AddressRefusedError, createGuardedAgent, type GuardedAgentOptions } from '../http/guarded-agent.js';
import { LookerError } from './looker-error.js';

export interface LookerHttpOptions extends GuardedAgentOptions {
  readonly timeoutMs: number;
  readonly answerBytesMax: number;
}

export interface LookerExchange {
  readonly verb: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** The largest answer that is read, where it is not the one of the options. */
  readonly bytesMax?: number;
}

/** What Looker answered: `body` is parsed when the content type says JSON, else text. Durations in milliseconds. */
export interface LookerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
  readonly durationMs: number;
}

/** An answer that is read while it comes in. */
export interface LookerStream {
  readonly status: number;
  readonly headers: LookerAnswer['headers'];
  /** What came with any other status than 200, as in `LookerAnswer`; null with 200. */
  readonly body: unknown;
  /** What comes with 200: it has to be iterated, to its end or not. Throws LookerError. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** One HTTP exchange with a Looker instance, over pooled keep-alive connections; redirects are not followed. */
export class LookerHttp {
  private readonly agent: Agent;

  constructor(private readonly options: LookerHttpOptions) {
    this.agent = createGuardedAgent(options);
  }

  /**
   * @returns the answer, whatever its status.
   * @throws LookerError `aborted`, `timed_out`, `unreachable`, `address_refused`, `too_large` or `not_looker` (broken JSON, a redirect).
   */
  async exchange(exchange: LookerExchange): Promise<LookerAnswer> {
    const startedAt = performance.now();
    const { signal, failed } = this.endsOf(exchange);
    try {
      const answer = await this.ask(exchange, signal);
      const { statusCode: status, headers } = answer;
      const body = await this.bodyOf(answer, exchange);
      return { status, headers, body, durationMs: performance.now() - startedAt };
    } catch (error) {
      throw failed(error);
    }
  }

  /**
   * The same, but an answer of status 200 is read by the caller, however large it is; the time of an exchange holds to its end.
   * @throws LookerError as `exchange` does, and while the answer is read.
   */
  async stream(exchange: LookerExchange): Promise<LookerStream> {
    const { signal, failed } = this.endsOf(exchange);
    try {
      const answer = await this.ask(exchange, signal);
      const { statusCode: status, headers } = answer;
      if (status === 200) return { status, headers, body: null, chunks: chunksOf(answer.body, failed) };
      return { status, headers, body: await this.bodyOf(answer, exchange), chunks: chunksOf([], failed) };
    } catch (error) {
      throw failed(error);
    }
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }

  /** What ends an exchange before its time, and the error of each end. */
  private endsOf({ signal: caller }: LookerExchange) {
    const timeout = AbortSignal.timeout(this.options.timeoutMs);
    const signal = caller === undefined ? timeout : AbortSignal.any([caller, timeout]);
    return { signal, failed: (error: unknown) => asLookerError(error, caller, timeout) };
  }

  private ask({ url, verb, headers, body }: LookerExchange, signal: AbortSignal) {
    return request(url, { method: verb as 'GET', headers, body: body ?? null, dispatcher: this.agent, signal });
  }

  private async bodyOf({ statusCode: status, headers, body }: Dispatcher.ResponseData, { bytesMax }: LookerExchange) {
    const text = await readBounded(body, bytesMax ?? this.options.answerBytesMax);
    checkNotRedirect(status, headers.location);
    return parseBody(text, headers['content-type'], status);
  }
}

async function* chunksOf(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, failed: (error: unknown) => unknown) {
  try {
    yield* body;
  } catch (error) {
    throw failed(error);
  }
}

async function readBounded(body: AsyncIterable<Buffer>, bytesMax: number): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.length;
    if (bytes > bytesMax) throw new LookerError('too_large', `the answer is larger than ${bytesMax} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function checkNotRedirect(status: number, location: string | string[] | undefined): void {
  if (status >= 300 && status < 400 && location !== undefined)
    throw new LookerError('not_looker', `the address redirects elsewhere (${status}) instead of answering`, { status });
}

function parseBody(text: string, contentType: string | string[] | undefined, status: number): unknown {
  if (!String(contentType ?? '').includes('json')) return text;
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new LookerError('not_looker', 'the answer says that it is JSON, but it is broken or cut off', {
      status,
      cause,
    });
  }
}

const NETWORK_WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'there is no such host',
  EAI_AGAIN: 'the host name could not be looked up',
  ECONNREFUSED: 'nothing listens at that address',
  ECONNRESET: 'the connection was closed before the answer was complete',
  UND_ERR_SOCKET: 'the connection was closed before the answer was complete',
  UND_ERR_CONNECT_TIMEOUT: 'no connection could be made in time',
  CERT_HAS_EXPIRED: 'its TLS certificate has expired',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its TLS certificate is self-signed',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its TLS certificate is for another host',
  EPROTO: 'it does not speak TLS there',
};

const codeOf = (error: unknown) =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

function asLookerError(error: unknown, caller: AbortSignal | undefined, timeout: AbortSignal): LookerError {
  if (error instanceof LookerError) return error;
  if (caller?.aborted) return new LookerError('aborted', 'the caller went away', { cause: error });
  if (timeout.aborted || error instanceof errors.HeadersTimeoutError || error instanceof errors.BodyTimeoutError)
    return new LookerError('timed_out', 'no answer came in time', { cause: error });
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  if (error instanceof AddressRefusedError || cause instanceof AddressRefusedError)
    return new LookerError('address_refused', 'the address leads into a private network', { cause: error });
  const words = NETWORK_WORDS[codeOf(error)] ?? NETWORK_WORDS[codeOf(cause)] ?? 'the connection failed';
  return new LookerError('unreachable', words, { cause: error });
}
