import { Client as ModernClient, StreamableHTTPClientTransport as ModernTransport } from '@modelcontextprotocol/client';
import { Client as FirstClient } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as FirstTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';

const IDENTITY = { name: 'gateway-tests', version: '1.0.0' };

/** A picture or an embedded document of an answer, unpacked. */
export interface ReceivedDocument {
  readonly type: 'image' | 'resource';
  readonly mimeType: string;
  readonly uri?: string;
  readonly bytes: Buffer;
}

export interface ToolResult {
  readonly text: string;
  /** The parts of the text: the answer, and behind it what the caller should know besides. */
  readonly texts: readonly string[];
  readonly isError: boolean;
  /** What programs read in the place of the text; undefined where the tool gives nothing of that kind. */
  readonly structured: unknown;
  readonly documents: readonly ReceivedDocument[];
  readonly meta: Readonly<Record<string, unknown>> | undefined;
}

/** The SDKs give up after a minute otherwise, and cancel. Claude waits for four. */
const PATIENT = { timeout: 240_000 };

/** What a client is told while it waits for a call. */
export interface ProgressHeard {
  readonly progress: number;
  readonly total?: number | undefined;
  readonly message?: string | undefined;
}

/** How a call is watched: a client that gives `onprogress` asks for progress. */
export interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onprogress?: (progress: ProgressHeard) => void;
}

/** An MCP client as the tests use it, whichever SDK is behind it. */
export interface McpClient {
  listTools(): Promise<
    {
      name: string;
      inputSchema: unknown;
      outputSchema?: unknown;
      annotations?: { readOnlyHint?: boolean | undefined } | undefined;
      _meta?: Record<string, unknown> | undefined;
    }[]
  >;
  callTool(name: string, args?: Record<string, unknown>, options?: CallOptions): Promise<ToolResult>;
  close(): Promise<void>;
}

export interface ConnectOptions {
  readonly headers?: Record<string, string>;
  readonly fetch?: typeof fetch;
  /** What the client calls itself. */
  readonly name?: string;
}

const identityOf = ({ name = IDENTITY.name }: ConnectOptions) => ({ ...IDENTITY, name });

const transportOptions = ({ headers, fetch: own }: ConnectOptions) => ({
  requestInit: { headers: headers ?? {} },
  ...(own !== undefined && { fetch: own }),
});

type Block =
  | { type: 'text'; text: string }
  | { type: 'image'; mimeType: string; data: string }
  | { type: 'resource'; resource: { uri: string; mimeType: string; blob: string } };

function resultOf(answer: unknown): ToolResult {
  const { content, isError, _meta, structuredContent } = answer as {
    content: Block[];
    isError?: boolean;
    _meta?: Record<string, unknown>;
    structuredContent?: unknown;
  };
  const texts = content.flatMap((block) => (block.type === 'text' ? [block.text] : []));
  const documents = content.flatMap(documentOf);
  return {
    text: texts.join('\n'),
    texts,
    isError: isError === true,
    meta: _meta,
    structured: structuredContent,
    documents,
  };
}

function documentOf(block: Block): ReceivedDocument[] {
  if (block.type === 'text') return [];
  if (block.type === 'image')
    return [{ type: 'image', mimeType: block.mimeType, bytes: Buffer.from(block.data, 'base64') }];
  const { uri, mimeType, blob } = block.resource;
  return [{ type: 'resource', uri, mimeType, bytes: Buffer.from(blob, 'base64') }];
}

/** The official v1 client: revisions up to 2025-11-25. */
export async function connectFirst(url: string, options: ConnectOptions = {}): Promise<McpClient> {
  const client = new FirstClient(identityOf(options));
  const transport = new FirstTransport(new URL(url), transportOptions(options));
  // The v1 SDK's own types disagree with each other under exactOptionalPropertyTypes.
  await client.connect(transport as Parameters<typeof client.connect>[0]);
  return {
    listTools: async () => (await client.listTools()).tools,
    callTool: async (name, args = {}, options = {}) =>
      resultOf(await client.callTool({ name, arguments: args }, undefined, { ...PATIENT, ...options })),
    close: () => client.close(),
  };
}

async function connectSecond(
  url: string,
  mode: 'legacy' | { pin: string },
  options: ConnectOptions,
): Promise<McpClient> {
  const client = new ModernClient(identityOf(options), { versionNegotiation: { mode } });
  await client.connect(new ModernTransport(new URL(url), transportOptions(options)));
  return {
    listTools: async () => (await client.listTools()).tools,
    callTool: async (name, args = {}, options = {}) =>
      resultOf(await client.callTool({ name, arguments: args }, { ...PATIENT, ...options })),
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
