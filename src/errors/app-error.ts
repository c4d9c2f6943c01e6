import { ERROR_CODES, type ErrorCode, type ErrorKind } from './error-codes.js';

/** One field of the caller's input that was refused: where it is, and the rule it broke. */
export interface FieldProblem {
  readonly path: string;
  readonly rule: string;
}

interface AppErrorOptions {
  /** Input fields that were refused. */
  readonly fields?: readonly FieldProblem[];
  /** What Looker answered, when Looker was the one who refused. */
  readonly remote?: { readonly status: number; readonly message: string };
  /** After how many seconds the same request may be made again. */
  readonly retryAfterSeconds?: number;
  /** Headers that go with the answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Added for the operator's log; never leaves the process. */
  readonly internalNote?: string;
  readonly cause?: unknown;
}

/**
 * The only error that the product throws on purpose.
 * `message` is for the caller and says what happened and what to do next; `internalNote` and `cause` are for the log.
 */
export class AppError extends Error {
  readonly fields: readonly FieldProblem[];
  readonly remote: AppErrorOptions['remote'];
  readonly retryAfterSeconds: number | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly internalNote: string | undefined;

  constructor(
    readonly code: ErrorCode,
    message: string,
    options: AppErrorOptions = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.fields = options.fields ?? [];
    this.remote = options.remote;
    this.retryAfterSeconds = options.retryAfterSeconds;
    this.headers = options.headers ?? {};
    this.internalNote = options.internalNote;
  }

  get kind(): ErrorKind {
    return ERROR_CODES[this.code];
  }
}
