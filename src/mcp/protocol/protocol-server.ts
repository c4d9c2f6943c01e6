import type { IncomingHttpHeaders } from 'node:http';
import {
  createMcpHandler,
  type McpRequestContext,
  ProtocolError,
  ProtocolErrorCode,
  type Server,
} from '@modelcontextprotocol/server';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { readPackageVersion } from '../../config/package-version.js';
import type { LookerLimits } from '../../looker/rate-limit.js';
import type { CallingClient } from '../../tool-calls/calling-client.js';
import { LoggedToolCalls } from '../../tool-calls/logged-tool-calls.js';
import type { McpCaller } from '../../tool-calls/mcp-access.js';
import type { Content } from '../../tool-calls/runners/tool-runner.js';
import type { ToolCallOutcome } from '../../tool-calls/tool-call-outcome.js';
import { isRecord } from '../../values/is-record.js';
import { answerForm } from '../entry/answer-form.js';
import { callingClient } from '../entry/calling-client.js';
import { newSessionId, SESSION_HEADER } from '../entry/client-session.js';
import { patienceMs } from '../entry/known-clients.js';
import { methodOf } from '../entry/message.js';
import { claimedRevision } from '../entry/protocol-headers.js';
import { callResult, failureText } from './call-result.js';
import { instructions } from './instructions.js';
import { progressNotices } from './progress-notices.js';
import { read, readyAnswer, timelyAnswer } from './timely-answer.js';
import { ToolListAnswers } from './tool-list-answers.js';
import { answerToWrongParams, PlainServer, plainRefusal } from './wrong-params.js';

/** One MCP request over HTTP, with what its URL opens. `gone` aborts when the client closes the connection. */
export interface McpExchange {
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON body. */
  readonly body: unknown;
  readonly caller: McpCaller;
  readonly requestId: string;
  readonly gone: AbortSignal;
  /** Aborts then, too, and when the URL ends: the call is given up, and a client that is still there is told. */
  readonly ended: AbortSignal;
  /** Takes what Looker said of its rate limits, before the answer to the call begins. */
  readonly onLimits: (limits: LookerLimits) => void;
}

/** How long a client may keep a tool list (revision 2026-07-28, `ttlMs`): a changed filter is seen within a minute. */
const TOOL_LIST_TTL_MS = 60_000;
const IDENTITY = { name: 'looker-mcp-gateway', title: 'Looker', version: readPackageVersion() };

const BOTH_FORMS = 'application/json, text/event-stream';
/** The SDK routes by nothing in the URL, and the real one holds the token. */
const ANY_URL = 'http://gateway/mcp';

/** With `wrong-params.ts` the only place that speaks the SDK's types: joins HTTP requests, the tool list and the tool call. */
@Injectable()
export class ProtocolServer implements OnApplicationShutdown {
  private readonly logger = new Logger('ProtocolServer');
  private readonly handler = createMcpHandler((context) => this.serverFor(exchangeOf(context)), {
    onerror: (error) => this.logger.debug(error.message),
  });

  constructor(
    private readonly toolCalls: LoggedToolCalls,
    private readonly lists: ToolListAnswers,
  ) {}

  /** Answers one request, in the revision that it speaks: 2026-07-28, or 2025 without keeping sessions. */
  async serve(exchange: McpExchange): Promise<Response> {
    const refusal = answerToWrongParams(exchange.body);
    if (refusal !== undefined) return refusal;
    const request = new Request(ANY_URL, {
      method: 'POST',
      headers: protocolHeaders(exchange.headers),
      signal: exchange.gone,
    });
    const authInfo = { token: '', clientId: exchange.caller.access.serverId, scopes: [], extra: { exchange } };
    const answering = this.handler.fetch(request, { parsedBody: exchange.body ?? null, authInfo });
    return this.formed(exchange, plainRefusal(answering));
  }

  /** The SDK's answer in the form that the client reads: the SDK streams whatever it answers to clients of 2025. */
  private async formed({ body, headers, caller }: McpExchange, answering: Promise<Response>): Promise<Response> {
    const form = answerForm(headers.accept);
    switch (methodOf(body)) {
      case 'tools/list': {
        const encoding = [headers['accept-encoding'] ?? []].flat().join();
        return this.lists.fill(await read(answering), caller.access.exposed.listed, form, encoding);
      }
      case 'initialize': {
        const answer = await read(answering);
        return withSession(readyAnswer(answer, form), body, answer.text);
      }
      case 'subscriptions/listen':
        // There is no such method in the revisions before.
        if (claimedRevision(body) !== undefined) return unendingAnswer(await answering);
    }
    return timelyAnswer(answering, form);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.handler.close();
  }

  private serverFor(exchange: McpExchange): Server {
    const { caller, requestId, headers, ended } = exchange;
    const server = new PlainServer(IDENTITY, {
      capabilities: { tools: {} },
      instructions: instructions(caller.access),
      cacheHints: { 'tools/list': { ttlMs: TOOL_LIST_TTL_MS, cacheScope: 'private' } },
    });
    server.setRequestHandler('tools/list', ({ params }) => {
      if (params?.cursor) throw new ProtocolError(ProtocolErrorCode.InvalidParams, ONE_PAGE);
      // The tools are put in where the answer is written.
      return { tools: [] };
    });
    server.setRequestHandler('tools/call', async ({ params }, context) => {
      const client = callingClient(context.mcpReq.envelope, headers);
      const { signal: cancelled, notify, _meta } = context.mcpReq;
      const progress = progressNotices(_meta?.progressToken, (notice) =>
        notify({ method: 'notifications/progress', params: { ...notice } }),
      );
      const watch = { signal: AbortSignal.any([cancelled, ended]), progress, patienceMs: patienceMs(client) };
      const incoming = { caller, client, requestId, name: params.name, args: params.arguments, watch };
      const outcome = await this.toolCalls.call(incoming).catch((error: unknown) => {
        throw this.internalError(error, requestId);
      });
      const limits = outcome.looker?.limits;
      if (limits !== undefined) exchange.onLimits(limits);
      return this.resultOf(outcome, client, requestId);
    });
    return server;
  }

  private resultOf(outcome: ToolCallOutcome, client: CallingClient, requestId: string) {
    const { status, content, cause } = outcome;
    if (status === 'unknown_tool')
      throw new ProtocolError(ProtocolErrorCode.InvalidParams, content.map(plainText).join('\n'));
    if (status === 'failed') throw this.internalError(cause, requestId);
    return callResult(outcome, client);
  }

  private internalError(error: unknown, requestId: string): ProtocolError {
    this.logger.error({ message: 'a tool call failed on our side', request_id: requestId, err: error });
    return new ProtocolError(ProtocolErrorCode.InternalError, failureText(error, requestId), {
      request_id: requestId,
    });
  }
}

const ONE_PAGE = 'The cursor is not one of this list, which has one page. Send the request without a cursor.';

/** A session begins with an `initialize` that is not refused. */
function withSession(answer: Response, body: unknown, text: string): Response {
  const { result }: { result?: unknown } = text === '' ? {} : JSON.parse(text);
  const id = isRecord(result) ? newSessionId(body, result.protocolVersion) : undefined;
  if (id !== undefined) answer.headers.set(SESSION_HEADER, id);
  return answer;
}

/** Whether the connection lives on is for whoever holds it to say. */
function unendingAnswer(answer: Response): Response {
  answer.headers.delete('connection');
  return answer;
}

const plainText = (part: Content) => (part.kind === 'text' ? part.text : '');

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
