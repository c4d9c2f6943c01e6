import { isRecord } from '../values/is-record.js';
import type { LookerLimits } from './rate-limit.js';
import { sanitizedLine, sanitizedText } from './sanitized-text.js';

/** Why a call to Looker gave no answer that can be used. */
export type LookerFault =
  /** Looker answered 4xx or 5xx in its own words. */
  | 'refused'
  /** Looker did not accept the API credentials. */
  | 'login_refused'
  /** Looker no longer accepts the token of a person who signed in there, and there is no other. */
  | 'sign_in_over'
  /** Looker does not let the gateway act as whom it should act as, or not in that workspace. */
  | 'acting_refused'
  /** Looker answered 429. */
  | 'rate_limited'
  /** No connection, or it broke. */
  | 'unreachable'
  | 'timed_out'
  /** Nothing was sent: it did not answer several times in a row, and is left alone for a while. */
  | 'paused'
  /** Nothing was sent: too many other calls to the same host are under way. */
  | 'busy'
  /** The answer is larger than the gateway reads. */
  | 'too_large'
  /** Something answered, but not a Looker API. */
  | 'not_looker'
  /** The address leads into a private network. */
  | 'address_refused'
  /** The caller went away. */
  | 'aborted';

/** One entry of Looker's 422 body: `{field, code, message}`. */
export interface LookerFieldError {
  readonly field: string;
  readonly message: string;
}

interface LookerErrorOptions {
  readonly status?: number | undefined;
  readonly fields?: readonly LookerFieldError[] | undefined;
  readonly limits?: LookerLimits | undefined;
  readonly neverSent?: boolean | undefined;
  readonly pauseMs?: number | undefined;
  readonly goesOn?: boolean | undefined;
  readonly cause?: unknown;
}

/** A call to Looker that failed. `message` is Looker's own where Looker spoke, else ours. */
export class LookerError extends Error {
  readonly status: number | undefined;
  readonly fields: readonly LookerFieldError[];
  /** What the answer said of rate limits and of waiting. */
  readonly limits: LookerLimits | undefined;
  /** True where no connection was made: Looker cannot have done anything. */
  readonly neverSent: boolean;
  /** Set on the failure after which further calls fail at once, for so long. */
  readonly pauseMs: number | undefined;
  /** Whether Looker works on at what was asked, and the same call again joins it. */
  readonly goesOn: boolean;

  constructor(
    readonly fault: LookerFault,
    message: string,
    options: LookerErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'LookerError';
    this.status = options.status;
    this.fields = options.fields ?? [];
    this.limits = options.limits;
    this.neverSent = options.neverSent ?? false;
    this.pauseMs = options.pauseMs;
    this.goesOn = options.goesOn ?? false;
  }

  /** The same failure, as the one after which further calls fail at once for so long. */
  pausing(pauseMs: number): LookerError {
    const { status, fields, limits, neverSent, cause } = this;
    return new LookerError(this.fault, this.message, { status, fields, limits, neverSent, cause, pauseMs });
  }

  /** The same failure, for a question about work that Looker goes on with. */
  goingOn(): LookerError {
    const { status, fields, limits, cause } = this;
    return new LookerError(this.fault, this.message, { status, fields, limits, cause, goesOn: true });
  }
}

const MESSAGE_CHARACTERS_MAX = 2_000;
const FIELD_CHARACTERS_MAX = 500;

/** As much of an answer as a refusal is read from. */
export interface RefusingAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly limits?: LookerLimits | undefined;
}

function fieldErrors(body: Record<string, unknown>): LookerFieldError[] {
  if (!Array.isArray(body.errors)) return [];
  return body.errors
    .slice(0, 20)
    .filter(isRecord)
    .map((entry) => ({
      field: sanitizedLine(entry.field, FIELD_CHARACTERS_MAX),
      message: sanitizedText(entry.message ?? entry.code, FIELD_CHARACTERS_MAX) || 'invalid',
    }));
}

/**
 * Reads Looker's refusal: `{message, documentation_url}`, with `errors[]` on 422 (Looker API 4.0 `Error`, `ValidationError`).
 * A body that is not Looker's (a proxy's HTML page) is described, never repeated.
 */
export function lookerRefusal({ status, body, limits }: RefusingAnswer): LookerError {
  const reason =
    isRecord(body) && typeof body.message === 'string'
      ? sanitizedText(body.message, MESSAGE_CHARACTERS_MAX)
      : undefined;
  const fields = isRecord(body) ? fieldErrors(body) : [];
  if (status === 429) return new LookerError('rate_limited', reason ?? 'Too many requests', { status, limits });
  const message = reason ?? `answered ${status} without a message of Looker's`;
  return new LookerError('refused', message, { status, fields, limits });
}
