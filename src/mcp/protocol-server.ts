import type { IncomingHttpHeaders } from 'node:http';
import {
  createMcpHandler,
  type McpRequestContext,
  ProtocolError,
  ProtocolErrorCode,
  Server,
} from '@modelcontextprotocol/server';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { readPackageVersion } from '../config/package-version.js';
import type { McpCaller } from './mcp-access.js';
import { ToolCallService, UnknownToolError } from './tool-call.service.js';
import { instructions, toolList } from './tool-list.js';

/** One MCP request over HTTP, with what its URL opens. `gone` aborts when the client closes the connection. */
export interface McpExchange {
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON body. */
  readonly body: unknown;
  readonly caller: McpCaller;
  readonly requestId: string;
  readonly gone: AbortSignal;
}

/** How long a client may keep a tool list (revision 2026-07-28, `ttlMs`): a changed filter is seen within a minute. */
const TOOL_LIST_TTL_MS = 60_000;
const IDENTITY = { name: 'looker-mcp-gateway', title: 'Looker', version: readPackageVersion() };

const BOTH_FORMS = 'application/json, text/event-stream';
/** The SDK routes by nothing in the URL, and the real one holds the token. */
const ANY_URL = 'http://gateway/mcp';

/** The only place that speaks the SDK's types: joins HTTP requests, the tool list and the tool call. */
@Injectable()
export class ProtocolServer implements OnApplicationShutdown {
  private readonly logger = new Logger('ProtocolServer');
  private readonly handler = createMcpHandler((context) => this.serverFor(exchangeOf(context)), {
    onerror: (error) => this.logger.debug(error.message),
  });

  constructor(private readonly toolCalls: ToolCallService) {}

  /** Answers one request, in the revision that it speaks: 2026-07-28, or 2025 without a session. */
  serve(exchange: McpExchange): Promise<Response> {
    const request = new Request(ANY_URL, {
      method: 'POST',
      headers: protocolHeaders(exchange.headers),
      signal: exchange.gone,
    });
    const authInfo = { token: '', clientId: exchange.caller.access.serverId, scopes: [], extra: { exchange } };
    return this.handler.fetch(request, { parsedBody: exchange.body ?? null, authInfo });
  }

  async onApplicationShutdown(): Promise<void> {
    await this.handler.close();
  }

  private serverFor(exchange: McpExchange): Server {
    const { caller, requestId, gone } = exchange;
    const server = new Server(IDENTITY, {
      capabilities: { tools: {} },
      instructions: instructions(caller.access),
      cacheHints: { 'tools/list': { ttlMs: TOOL_LIST_TTL_MS, cacheScope: 'private' } },
    });
    server.setRequestHandler('tools/list', () => ({ tools: toolList(caller.access) }));
    server.setRequestHandler('tools/call', async ({ params }, context) => {
      const signal = AbortSignal.any([context.mcpReq.signal, gone]);
      try {
        const { text, isError } = await this.toolCalls.call(caller, params.name, params.arguments, signal);
        return { content: [{ type: 'text', text }], ...(isError && { isError }) };
      } catch (error) {
        throw this.asProtocolError(error, requestId);
      }
    });
    return server;
  }

  private asProtocolError(error: unknown, requestId: string): ProtocolError {
    if (error instanceof UnknownToolError) return new ProtocolError(ProtocolErrorCode.InvalidParams, error.message);
    this.logger.error({ message: 'a tool call failed on our side', request_id: requestId, err: error });
    return new ProtocolError(
      ProtocolErrorCode.InternalError,
      `Something failed on our side. Request id: ${requestId}`,
      {
        request_id: requestId,
      },
    );
  }
}

function exchangeOf(context: McpRequestContext): McpExchange {
  const exchange = context.authInfo?.extra?.exchange;
  if (exchange === undefined) throw new Error('an MCP request came past the door');
  return exchange as McpExchange;
}

function protocolHeaders(headers: IncomingHttpHeaders): Headers {
  const kept = Object.entries(headers).filter(
    ([name]) => name.startsWith('mcp-') || name === 'content-type' || name === 'user-agent',
  );
  // The SDK answers 406 to `Accept: */*`, which clients have been seen sending; all of them read both forms of answer.
  return new Headers([...kept.map(([name, value]): [string, string] => [name, String(value)]), ['accept', BOTH_FORMS]]);
}
