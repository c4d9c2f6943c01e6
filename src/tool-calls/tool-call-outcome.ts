import type { CallStatus } from '../call-log/call-log-entry.js';
import type { LookerLimits } from '../looker/rate-limit.js';
import type { Tool } from '../tools/catalogue/tool.js';
import type { ArgumentProblem } from '../tools/schema/arguments.js';
import type { Content } from './runners/tool-runner.js';

/** How it went at Looker: the status of the last answer, and the time of all requests together, logins included. */
export interface LookerPart {
  /** Null when no answer came. */
  readonly status: number | null;
  readonly durationMs: number;
  /** What the last answer that spoke of rate limits said of them. */
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
  /** For the model; empty when the gateway failed. */
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
  /** Why the gateway failed; for the log of the process alone. */
  readonly cause?: unknown;
}

/** A text for the model. */
export const textContent = (text: string): readonly Content[] => [{ kind: 'text', text }];

/** How many bytes the model gets, without the protocol around them. */
export const contentBytes = (content: readonly Content[]): number =>
  content.reduce((sum, part) => sum + Buffer.byteLength(contentText(part)), 0);

function contentText(part: Content): string {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'image':
      return part.data;
    case 'resource':
      return part.blob;
  }
}
