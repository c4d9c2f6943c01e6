import { storableText } from '../http/input/text.js';

/** How a tool call ended. */
export const CALL_STATUSES = [
  /** The tool did what it was asked for. */
  'ok',
  /** Looker refused, limited, or was not reached; or its answer was none that can be shown. */
  'tool_error',
  /** The arguments were not accepted; nothing was sent. */
  'refused',
  /** The server does not offer a tool of this name; nothing was sent. */
  'unknown_tool',
  /** The gateway failed. */
  'failed',
  /** The client went away, and the call to Looker was ended with it. */
  'aborted',
] as const;

export type CallStatus = (typeof CALL_STATUSES)[number];

/** One tool call as the log keeps it. Times in milliseconds; `rows` is null where the answer is no list. */
export interface CallLogRow {
  readonly organizationId: string;
  readonly id: string;
  /** When the call came in. */
  readonly at: Date;
  readonly mcpServerId: string;
  readonly integratedAccountId: string;
  /** The second factor, where the server asks for one; or what the call was made with over REST. */
  readonly apiTokenId: string | null;
  /** Who made it from the dashboard. */
  readonly memberId: string | null;
  readonly toolName: string;
  readonly resource: string | null;
  readonly method: string | null;
  readonly effect: string | null;
  readonly status: CallStatus;
  readonly argumentsDigest: string;
  readonly argumentsBytes: number;
  /** The arguments themselves, where the server's config asks for them; else null. */
  readonly arguments: unknown;
  readonly lookerStatus: number | null;
  /** Of what a call created or changed, where Looker's answer names it; null for calls that read. */
  readonly lookerRecordId: string | null;
  readonly lookerDurationMs: number | null;
  readonly durationMs: number;
  readonly rows: number | null;
  readonly bytes: number;
  readonly clientName: string | null;
  readonly clientVersion: string | null;
  readonly protocolVersion: string | null;
  readonly requestId: string;
}

/** A text that a client chose, as the log can keep it: of bounded length, and without what PostgreSQL refuses. */
export const loggedText = (text: string, charactersMax: number): string => storableText(text.slice(0, charactersMax));
