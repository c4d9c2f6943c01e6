import type { CallStatus } from '../call-log/call-status.js';
import type { LookerLimits } from '../looker/rate-limit.js';
import type { Progress, Tool } from '../tools/catalogue/tool.js';
import type { Content } from '../tools/run/tool-result.js';
import type { ArgumentProblem } from '../tools/schema/arguments.js';
import type { McpCaller } from './mcp-access.js';

/** How a program names itself. */
export interface ClientName {
  readonly name: string | null;
  readonly version: string | null;
}

/** Which program is calling, as it names itself, and in which revision of MCP. */
export interface CallingClient extends ClientName {
  readonly protocolVersion: string | null;
}

/** Who waits for a call while it runs. */
export interface CallObserver {
  /** Aborts when the client closes the connection or cancels, and when the caller's access is revoked. */
  readonly signal: AbortSignal;
  readonly progress: (progress: Progress) => void;
  /** For how long the caller waits unless it asks for another time. */
  readonly patienceMs: number;
}

/** One `tools/call` as it came in. */
export interface ToolCallRequest {
  readonly caller: McpCaller;
  readonly client: CallingClient;
  readonly requestId: string;
  readonly name: string;
  readonly args: unknown;
  readonly observer: CallObserver;
}

/** How it went at Looker: the status of the last answer, and the time of all requests together, logins included. */
export interface LookerPart {
  /** Null when no answer came. */
  readonly status: number | null;
  readonly durationMs: number;
  /** What the last answer that named rate limits said of them. */
  readonly limits?: LookerLimits | undefined;
}

/** What came of one tool call, whatever happened. */
export interface ToolCallOutcome {
  readonly status: CallStatus;
  /** Undefined when the server does not offer it. */
  readonly tool: Tool | undefined;
  /** The tool that was called by way of a discovery tool; left out where it was called by its own name. */
  readonly called?: { readonly name: string; readonly args: unknown };
  /** What is wrong with which argument, where that is why it was refused. */
  readonly problems?: readonly ArgumentProblem[];
  /** For the model. */
  readonly content: readonly Content[];
  /** The same for programs. */
  readonly structured?: Readonly<Record<string, unknown>>;
  /** Whether a client that shows its model the structure alone gets the content alone. */
  readonly isBestAsContent?: boolean;
  /** How many records the answer lists; null when it is no list. */
  readonly rows: number | null;
  readonly looker: LookerPart | null;
  /** Of what the call created or changed in Looker, where the answer names it. */
  readonly recordId?: string;
  /** Whether Looker no longer accepts the sign-in of whoever called, and the call may be made again after a new one. */
  readonly isSignInOver?: boolean;
  /** Why the gateway failed; for the log of the process alone. */
  readonly cause?: unknown;
}

/** The outcome of a call whose row is in the call log, and how long the call took. */
export type ToolCallAnswer = ToolCallOutcome & { readonly durationMs: number };

/** What an outcome has of Looker and of rows before anything was sent. */
export const NOTHING_SENT = { rows: null, looker: null } as const;

/** A text for the model. */
export const textContent = (text: string): readonly Content[] => [{ kind: 'text', text }];

/** What a model reads when arguments are wrong: each of them, what is wrong, and what would be right. */
export const refusedArguments = (tool: string, problems: readonly ArgumentProblem[]): string =>
  [
    `The arguments of ${tool} were not accepted, and nothing was sent to Looker:`,
    ...problems.map(({ path, message, suggestion }) => `- ${path}: ${message}${suggestion ? ` (${suggestion})` : ''}`),
    'Correct them and call again.',
  ].join('\n');
