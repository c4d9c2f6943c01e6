import { type Dispatcher, errors, request } from 'undici';
import {
  AddressRefusedError,
  createGuardedAgent,
  type GuardedAgentOptions,
  NotConnectedError,
  urlProblem,
} from '../http/guarded-agent.js';
import { withBoundPieces } from './bound-pieces.js';
import { ACCEPTED_ENCODING, type AnswerBounds, readBounded, unpackedPieces } from './bounded-body.js';
import { parseBounded } from './bounded-json.js';
import { HostSlots, type HostSlotsOptions } from './host-slots.js';
import { LookerError } from './looker-error.js';
import { type LookerLimits, readRateLimits } from './rate-limit.js';
import { SMALL_BYTES, workTurns } from './work-turns.js';

export interface LookerHttpOptions extends GuardedAgentOptions, HostSlotsOptions {
  /** For a whole exchange, its wait for a turn included. */
  readonly timeoutMs: number;
  /** Until the answer begins. */
  readonly headersTimeoutMs: number;
  /** Between two pieces of the answer. */
  readonly bodyTimeoutMs: number;
  /** Of an answer that is held as a whole; of larger pictures and documents only the beginning is. */
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
  /** Whether a body of status 200 stays bytes, whatever it says it is. */
  readonly isRaw?: boolean;
  /** So long its answer may take to begin, in milliseconds, where it is not as in the options. */
  readonly answerWithinMs?: number;
  /** Whether what is read while it comes in may come packed. */
  readonly mayBePacked?: boolean;
}

/**
 * What Looker answered: `body` is parsed where the content type says JSON, a Buffer where it says picture or PDF, else
 * text. `size` is that of the whole body in bytes; of a picture or PDF that is larger than an answer may be, `body` is the
 * beginning. Durations in milliseconds.
 */
export interface LookerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: unknown;
  readonly size: number;
  /** What it said of rate limits, if anything. */
  readonly limits?: LookerLimits | undefined;
  readonly durationMs: number;
}

/** How far an exchange came, and who may end it. */
interface Way {
  readonly caller: AbortSignal | undefined;
  readonly timeout: AbortSignal;
  readonly timeoutMs: number;
  readonly answerWithinMs: number | undefined;
  hasBegun: boolean;
}

/** An answer that is read while it comes in. */
export interface LookerStream {
  readonly status: number;
  readonly headers: LookerAnswer['headers'];
  /** What came with any other status than 200, as in `LookerAnswer`; null with 200. */
  readonly body: unknown;
  readonly limits?: LookerLimits | undefined;
  /** What comes with 200: it has to be iterated, to its end or not. Throws LookerError. */
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** One HTTP exchange with a Looker instance, over pooled keep-alive connections; redirects are not followed. */
export class LookerHttp {
  private readonly agent: Dispatcher;
  private readonly slots: HostSlots;

  constructor(private readonly options: LookerHttpOptions) {
    this.agent = createGuardedAgent(options).compose(
      (dispatch) => (exchange, handler) => dispatch(exchange, withBoundPieces(handler)),
    );
    this.slots = new HostSlots(options);
  }

  /**
   * @returns the answer, whatever its status.
   * @throws LookerError `aborted`, `timed_out`, `unreachable`, `address_refused`, `busy`, `too_large` or `not_looker` (broken JSON, a redirect).
   */
  async exchange(exchange: LookerExchange): Promise<LookerAnswer> {
    const startedAt = performance.now();
    const answer = await this.withSlot(exchange, async (signal, way) =>
      this.wholeAnswer(await this.begin(exchange, ACCEPTED_ENCODING, signal, way), exchange),
    );
    return { ...answer, durationMs: performance.now() - startedAt };
  }

  /**
   * The same, but an answer of status 200 is read by the caller, however large it is; the time of an exchange holds to its
   * end, its turn only until the answer begins.
   * @throws LookerError as `exchange` does, and while the answer is read.
   */
  stream(exchange: LookerExchange): Promise<LookerStream> {
    return this.withSlot(exchange, async (signal, way) => {
      const encoding = exchange.mayBePacked ? ACCEPTED_ENCODING : 'identity';
      const answer = await this.begin(exchange, encoding, signal, way);
      const { statusCode: status, headers, body } = answer;
      const failed = (error: unknown) => this.asLookerError(error, way);
      if (status !== 200) return { ...(await this.wholeAnswer(answer, exchange)), chunks: chunksOf([], failed) };
      const limits = readRateLimits({ status, headers, body: null }, Date.now());
      return { status, headers, body: null, limits, chunks: chunksOf(unpackedPieces(body, headers), failed) };
    });
  }

  /** Waits for a slot of the host; ends when the time is over or the caller leaves. */
  private async withSlot<T>(
    { url, signal: caller, answerWithinMs }: LookerExchange,
    work: (signal: AbortSignal, way: Way) => Promise<T>,
  ): Promise<T> {
    const address = new URL(url);
    // An instance names addresses, too: only those are called that a tenant may name.
    const problem = urlProblem(address, this.options);
    if (problem !== undefined) throw new LookerError('address_refused', `the address is refused: ${problem}`);
    const timeoutMs = wholeTimeMs(this.options, answerWithinMs);
    const timeout = AbortSignal.timeout(timeoutMs);
    const signal = caller === undefined ? timeout : AbortSignal.any([caller, timeout]);
    const way: Way = { caller, timeout, timeoutMs, answerWithinMs, hasBegun: false };
    try {
      return await this.slots.withSlot(address.host, signal, () => work(signal, way));
    } catch (error) {
      throw this.asLookerError(error, way);
    }
  }

  private async begin(exchange: LookerExchange, encoding: string, signal: AbortSignal, way: Way) {
    const { headersTimeoutMs, bodyTimeoutMs: bodyTimeout } = this.options;
    const { answerWithinMs: headersTimeout = headersTimeoutMs } = exchange;
    const answer = await request(exchange.url, {
      method: exchange.verb as 'GET',
      headers: { 'accept-encoding': encoding, ...exchange.headers },
      body: exchange.body ?? null,
      dispatcher: this.agent,
      signal,
      headersTimeout,
      bodyTimeout,
    });
    way.hasBegun = true;
    return answer;
  }

  private async wholeAnswer(
    { statusCode: status, headers, body: stream }: Dispatcher.ResponseData,
    exchange: LookerExchange,
  ): Promise<Omit<LookerAnswer, 'durationMs'>> {
    const type = String(headers['content-type'] ?? '');
    const bounds = this.boundsOf(exchange, status, type);
    const { bytes, size } = await readBounded(stream, headers, bounds).catch((error: unknown) => {
      // A refusal says what it has to say in its status and a few words.
      if (status >= 400 && error instanceof LookerError && error.fault === 'too_large') return NOTHING_READ;
      throw error;
    });
    checkNotRedirect(status, headers.location);
    const body = exchange.isRaw && status === 200 ? bytes : await parseBody(bytes, type, status);
    return { status, headers, body, size, limits: readRateLimits({ status, headers, body }, Date.now()) };
  }

  private boundsOf({ bytesMax }: LookerExchange, status: number, type: string): AnswerBounds {
    const { answerBytesMax } = this.options;
    if (status >= 400) return { bytesMax: Math.min(bytesMax ?? answerBytesMax, REFUSAL_BYTES_MAX) };
    if (bytesMax === undefined && BINARY.test(type)) return { bytesMax: DOCUMENT_BYTES_MAX, keptMax: answerBytesMax };
    return { bytesMax: bytesMax ?? answerBytesMax };
  }

  private asLookerError(error: unknown, { caller, timeout, timeoutMs, answerWithinMs, hasBegun }: Way): LookerError {
    if (error instanceof LookerError) return error;
    if (caller?.aborted) return new LookerError('aborted', 'the caller went away', { cause: error });
    const { headersTimeoutMs, bodyTimeoutMs } = this.options;
    const late = (words: string, ms: number) =>
      new LookerError('timed_out', `${words} within ${ms / 1000} seconds`, { cause: error });
    if (error instanceof errors.HeadersTimeoutError) return late('no answer began', answerWithinMs ?? headersTimeoutMs);
    if (error instanceof errors.BodyTimeoutError)
      return late('the answer stopped, and no more of it came', bodyTimeoutMs);
    if (timeout.aborted) return late(hasBegun ? 'the answer did not end' : 'no answer began', timeoutMs);
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
    if (error instanceof AddressRefusedError || cause instanceof AddressRefusedError)
      return new LookerError('address_refused', 'the address leads into a private network', { cause: error });
    const words = NETWORK_WORDS[codeOf(error)] ?? NETWORK_WORDS[codeOf(cause)] ?? 'the connection failed';
    return new LookerError('unreachable', words, { neverSent: error instanceof NotConnectedError, cause: error });
  }

  close(): Promise<void> {
    return this.agent.destroy();
  }
}

async function* chunksOf(body: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, failed: (error: unknown) => unknown) {
  try {
    yield* body;
  } catch (error) {
    throw failed(error);
  }
}

function checkNotRedirect(status: number, location: string | string[] | undefined): void {
  if (status >= 300 && status < 400 && location !== undefined)
    throw new LookerError('not_looker', `the address redirects elsewhere (${status}) instead of answering`, { status });
}

/** Documents, and pictures but SVG, which is text. */
const BINARY = /^(?:image\/(?!svg)|application\/pdf)/i;

/** A picture that is too large to be shown is made anew, by as much smaller as its size says. */
const DOCUMENT_BYTES_MAX = 32 * 1024 * 1024;
const REFUSAL_BYTES_MAX = 64 * 1024;
const NOTHING_READ = { bytes: Buffer.alloc(0), size: 0 };

async function parseBody(bytes: Buffer, type: string, status: number): Promise<unknown> {
  if (BINARY.test(type)) return bytes;
  if (bytes.length > SMALL_BYTES) await workTurns.next();
  const text = bytes.toString();
  if (!type.includes('json')) return text;
  if (text === '') return null;
  return parseBounded(text, { status });
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

/** So long an exchange may take in all: from the first turn on, and with what is left for reading. */
const wholeTimeMs = ({ timeoutMs, bodyTimeoutMs }: LookerHttpOptions, answerWithinMs = 0): number =>
  Math.max(timeoutMs, answerWithinMs === 0 ? 0 : answerWithinMs + bodyTimeoutMs);
