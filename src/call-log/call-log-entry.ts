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

/** A text that a client chose, as the log can keep it: of bounded length, and without what PostgreSQL refuses. */
export const loggedText = (text: string, charactersMax: number): string => storableText(text.slice(0, charactersMax));
