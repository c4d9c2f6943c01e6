import {
  type CallToolResult,
  CLIENT_CAPABILITIES_META_KEY,
  type ClientCapabilities,
  type InputRequiredResult,
  type ServerContext,
  type ServerNotifier,
} from '@modelcontextprotocol/server';

/** A PNG of one red pixel. */
export const PNG = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8DwHwAFBQIAX8jx0gAAAABJRU5ErkJggg==';
/** A sound of no length. */
export const WAV = 'UklGRiYAAABXQVZFZm10IBAAAAABAAEAQB8AAAB9AAACABAAZGF0YQIAAAA=';

/** What a tool of the suite's is called with. */
export interface FixtureCall {
  readonly context: ServerContext;
  /** Tells those who listen that a list has changed. */
  readonly notify: ServerNotifier;
}

export type FixtureAnswer = CallToolResult | InputRequiredResult;

/** A tool that the suite expects of the server that it tests: its name and behaviour are the suite's. */
export interface FixtureTool {
  readonly description: string;
  /** Left out: it takes no arguments. */
  readonly inputSchema?: { readonly type: 'object'; readonly [key: string]: unknown };
  answer(call: FixtureCall): FixtureAnswer | Promise<FixtureAnswer>;
}

/** What a client of revision 2026-07-28 says that it can do, which it does with each request. */
export function declaredBy({ mcpReq }: ServerContext): ClientCapabilities {
  const envelope: Readonly<Record<string, unknown>> = mcpReq.envelope ?? {};
  return envelope[CLIENT_CAPABILITIES_META_KEY] ?? {};
}

export const textAnswer = (text: string): CallToolResult => ({ content: [{ type: 'text', text }] });
