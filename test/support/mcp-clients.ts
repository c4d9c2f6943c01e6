import { Client as ModernClient, StreamableHTTPClientTransport as ModernTransport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const IDENTITY = { name: 'gateway-tests', version: '1.0.0' };

export interface ToolResult {
  readonly text: string;
  readonly isError: boolean;
  /** What programs read in the place of the text; undefined where the tool gives nothing of that kind. */
  readonly structured: unknown;
}

/** An MCP client as the tests use it, whichever SDK is behind it. */
export interface McpClient {
  listTools(): Promise<
    { name: string; inputSchema: unknown; annotations?: { readOnlyHint?: boolean | undefined } | undefined }[]
  >;
  callTool(name: string, args?: Record<string, unknown>, signal?: AbortSignal): Promise<ToolResult>;
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly headers?: Record<string, string>;
}

const requestInit = ({ headers }: ConnectOptions) => ({ headers: headers ?? {} });

function resultOf(answer: unknown): ToolResult {
  const { content, isError, structuredContent } = answer as {
    content: { type: string; text?: string }[];
    isError?: boolean;
    structuredContent?: unknown;
  };
  const text = content.map((block) => block.text ?? '').join('\n');
  return { text, isError: isError === true, structured: structuredContent };
}

/** The official v1 client: revisions up to 2025-11-25. */
export async function connectFirst(url: string, options: ConnectOptions = {}): Promise<McpClient> {
  const client = new FirstClient(IDENTITY);
  const transport = new FirstTransport(new URL(url), { requestInit: requestInit(options) });
  // The v1 SDK's own types disagree with each other under exactOptionalPropertyTypes.
  await client.connect(transport as Parameters<typeof client.connect>[0]);
  return {
    listTools: async () => (await client.listTools()).tools,
    callTool: async (name, args = {}, signal) =>
      resultOf(await client.callTool({ name, arguments: args }, undefined, signal === undefined ? {} : { signal })),
    close: () => client.close(),
  };
}

async function connectSecond(
  url: string,
  mode: 'legacy' | { pin: string },
  options: ConnectOptions,
): Promise<McpClient> {
  const client = new ModernClient(IDENTITY, { versionNegotiation: { mode } });
  await client.connect(new ModernTransport(new URL(url), { requestInit: requestInit(options) }));
  return {
    listTools: async () => (await client.listTools()).tools,
    callTool: async (name, args = {}, signal) =>
      resultOf(await client.callTool({ name, arguments: args }, signal === undefined ? {} : { signal })),
    close: () => client.close(),
  };
}

/** The official v2 client, speaking 2025. */
export const connectLegacy = (url: string, options: ConnectOptions = {}) => connectSecond(url, 'legacy', options);

/** The official v2 client, speaking 2026-07-28 and nothing else. */
export const connectModern = (url: string, options: ConnectOptions = {}) =>
  connectSecond(url, { pin: '2026-07-28' }, options);

/** Every official client, in every revision that it speaks. */
export const OFFICIAL_CLIENTS = [
  { client: 'v1 client', connect: connectFirst },
  { client: 'v2 client, 2025 revision', connect: connectLegacy },
  { client: 'v2 client, 2026-07-28', connect: connectModern },
] as const;
