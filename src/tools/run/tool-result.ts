/** A part of an answer, as MCP has it; binary data in base64. */
export type Content =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'image'; readonly mimeType: string; readonly data: string }
  | { readonly kind: 'resource'; readonly uri: string; readonly mimeType: string; readonly blob: string };

/** What came of a tool's work. */
export interface ToolResult {
  readonly content: readonly Content[];
  /** The same for programs: MCP's `structuredContent`. Whatever the content says is in it, for clients that show nothing else. */
  readonly structured?: Readonly<Record<string, unknown>>;
  /** Whether what was asked for is a text or a picture, which the structure only goes along with. */
  readonly isBestAsContent?: boolean;
  /** Whether the model has to mend something. */
  readonly isError: boolean;
  /** Whether that is an argument, and nothing was done: the call log counts such calls by themselves. */
  readonly isRefused?: boolean;
  /** How many records the answer shows; null when it is no list. */
  readonly rows: number | null;
  /** Of what the work created or changed, where Looker's answer names it. */
  readonly recordId?: string;
}

/** In the place of a result: another tool is to be called, as if the caller had named it. */
export interface CallInstead {
  readonly callInstead: { readonly name: string; readonly args: unknown };
}

/** Records that were found elsewhere than those of a list, and what is to be said of them. */
export interface MoreRecords {
  readonly records: readonly unknown[];
  readonly note?: string;
}

/** An answer of one text. */
export const textResult = (text: string, rows: number | null = null, isError = false): ToolResult => ({
  content: [{ kind: 'text', text }],
  isError,
  rows,
});

/** What a caller is told whose arguments cannot be right; nothing was done. */
export const refusedResult = (text: string): ToolResult => ({ ...textResult(text, null, true), isRefused: true });
