import { type Agent, errors, request } from 'undici';
import { AddressRefusedError, createGuardedAgent, type GuardedAgentOptions } from '../http/guarded-agent.js';
import { LookerError } from './looker-error.js';
import { type LookerLimits, readRateLimits } from './rate-limit.js';

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
  /** What it said of rate limits, if anything. */
  readonly limits?: LookerLimits | undefined;
  readonly durationMs: number;
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
    const timeout = AbortSignal.timeout(this.options.timeoutMs);
    const signal = exchange.signal === undefined ? timeout : AbortSignal.any([exchange.signal, timeout]);
    try {
      const answer = await request(exchange.url, {
        method: exchange.verb as 'GET',
        headers: exchange.headers,
        body: exchange.body ?? null,
        dispatcher: this.agent,
        signal,
      });
      const text = await readBounded(answer.body, exchange.bytesMax ?? this.options.answerBytesMax);
      const { statusCode: status, headers } = answer;
      checkNotRedirect(status, headers.location);
      const body = parseBody(text, headers['content-type'], status);
      return {
        status,
        headers,
        body,
        limits: readRateLimits({ status, headers, body }, Date.now()),
        durationMs: performance.now() - startedAt,
      };
    } catch (error) {
      throw asLookerError(error, exchange.signal, timeout);
    }
  }

  close(): Promise<void> {
    return this.agent.destroy();
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
