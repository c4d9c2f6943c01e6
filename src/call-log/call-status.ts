/** How a tool call ended. */
export const CALL_STATUSES = [
  /** The tool did what it was asked for. */
  'ok',
  /** Looker refused, limited, or was not reached; or its answer was none that can be shown. */
  'tool_error',
  /** The arguments were not accepted, or whoever signed in let the client use no such tool; nothing was sent. */
  'refused',
  /** The server does not offer a tool of this name; nothing was sent. */
  'unknown_tool',
  /** The gateway failed. */
  'failed',
  /** The client went away, and the call to Looker was ended with it. */
  'aborted',
] as const;

export type CallStatus = (typeof CALL_STATUSES)[number];
