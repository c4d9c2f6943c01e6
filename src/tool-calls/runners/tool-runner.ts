import type { LookerAnswer, LookerStream } from '../../looker/looker-http.js';
import type { LookerRequest } from '../../looker/looker-request.js';
import type { LookerConnection } from '../../looker/looker-sessions.js';
import type { LookerLimits } from '../../looker/rate-limit.js';
import type { Tool } from '../../tools/catalogue/tool.js';

export type Args = Readonly<Record<string, unknown>>;

/** How far a call is; `total` is left out where nobody knows it. */
export interface Progress {
  readonly done: number;
  readonly total?: number;
  readonly message: string;
}

/** How much a call at a server may take and answer, unless the caller asks for less. */
export interface ServerLimits {
  readonly rowsMax: number;
  readonly charactersMax: number;
  /** From the start of the call. */
  readonly timeMs: number;
}

export interface CallLimits extends ServerLimits {
  /** For how long the caller waits unless it says so itself. */
  readonly patienceMs: number;
}

/** Makes a text that comes back as it went out, and reads one; null: it is none of them. */
export interface SignedTexts {
  sign(text: string): string;
  open(signed: string): string | null;
}

/** What the work of one call may use. */
export interface RunContext extends SignedTexts {
  readonly connection: LookerConnection;
  /** Sends a request as the connection, ends it with the call, and notes status, time and limits for the log. */
  send(request: LookerRequest): Promise<LookerAnswer>;
  /** Notes for the log what was done at Looker for several calls together. */
  note(status: number | null, durationMs: number, limits?: LookerLimits): void;
  /**
   * Sends a request whose answer may be too large to hold: whoever asks reads it, and says whether it may come compressed, and
   * what ends it before the call does.
   */
  stream(request: LookerRequest, mayBePacked?: boolean, until?: AbortSignal): Promise<LookerStream>;
  /** Aborts when the caller leaves, cancels, or loses access. */
  readonly signal: AbortSignal;
  readonly limits: CallLimits;
  /** Which tools the caller has, by name: no other is worth naming. */
  readonly tools: { has(name: string): boolean };
  /** Tells a caller who waits how far the work is. */
  progress(progress: Progress): void;
  /** Of `sign` and `open`, which are for callers of this tool at this server alone: the same for texts that any tool of any server of the account may send back. */
  readonly handles: SignedTexts;
}

/** A part of an answer, as MCP has it; binary data in base64. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly mimeType: string; readonly data: string }
  | { readonly kind: 'resource'; readonly uri: string; readonly mimeType: string; readonly blob: string };

/** What came of a tool's work. */
export interface RunResult {
  readonly content: readonly Content[];
  /** The same for programs: MCP's `structuredContent`. Whatever the content says is in it, for clients that show nothing else. */
  readonly structured?: Readonly<Record<string, unknown>>;
  /** Whether what was asked for is a text or a picture, which the structure only goes along with. */
  readonly isBestAsContent?: boolean;
  /** Whether the model has to mend something. */
  readonly isError: boolean;
  /** How many records the answer shows; null when it is no list. */
  readonly rows: number | null;
  /** Of what the work created or changed, where Looker's answer names it. */
  readonly recordId?: string;
}

/** The work of a tool that is more than one request. */
export interface ToolRunner {
  /**
   * @param args checked, with the tool's defaults.
   * @throws LookerError for what Looker refuses, and every fault of the way there.
   */
  run(tool: Tool, args: Args, context: RunContext): Promise<RunResult>;
}

/** An answer of one text. */
export const textResult = (text: string, rows: number | null = null, isError = false): RunResult => ({
  content: [{ kind: 'text', text }],
  isError,
  rows,
});
