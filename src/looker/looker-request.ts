export type Verb = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A request to Looker's API 4.0: `path` starts with '/' and is percent-encoded, below `/api/4.0`. */
export interface LookerRequest {
  /** Whether the answer stays the bytes that Looker sent, so that no digit is lost. */
  readonly isRaw?: boolean;
  readonly verb: Verb;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** For what takes long in Looker: so long its answer may take to begin, in milliseconds. Left out: as long as any answer. */
  readonly answerWithinMs?: number;
  /** Sent as plain text, in the place of `body`. */
  readonly text?: string;
}
