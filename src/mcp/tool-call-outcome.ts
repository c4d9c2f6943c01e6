import type { CallStatus } from '../audit/call-log-entry.js';
import type { Tool } from '../looker/catalogue/tool.js';

/** How the call to Looker went, where one was made; `durationMs` includes a login. */
export interface LookerPart {
  /** Null when no answer came. */
  readonly status: number | null;
  readonly durationMs: number;
}

/** What came of one tool call, whatever happened. */
export interface ToolCallOutcome {
  readonly status: CallStatus;
  /** Undefined when the server does not offer it. */
  readonly tool: Tool | undefined;
  /** The tool that was called by way of a discovery tool; left out where it was called by its own name. */
  readonly called?: { readonly name: string; readonly args: unknown };
  /** For the model; empty when the gateway failed. */
  readonly text: string;
  /** How many records the answer lists; null when it is no list. */
  readonly rows: number | null;
  readonly looker: LookerPart | null;
  /** Why the gateway failed; for the log of the process alone. */
  readonly cause?: unknown;
}
