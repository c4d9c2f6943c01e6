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
import type { McpCaller } from '../../tool-calls/mcp-access.js';
import { ToolCallService } from '../../tool-calls/tool-call.service.js';
import type { Progress } from '../../tools/catalogue/tool.js';
import type { Content } from '../../tools/run/tool-result.js';
import { isRecord } from '../../values/is-record.js';
import { callResult } from './call-result.js';
import { callingClient, newSessionId, patienceMs, SESSION_HEADER } from './calling-client.js';
import { instructions } from './instructions.js';
import { claimedRevision, methodOf } from './message.js';
import {
  answerForm,
  type FinalAnswer,
  type HttpAnswer,
  isStream,
  readAnswer,
  readyAnswer,
  type SendEvent,
  timelyAnswer,
} from './timely-answer.js';
import { ToolListAnswers } from './tool-list-answers.js';
import { answerToWrongParams, PlainServer, plainRefusal } from './wrong-params.js';

/** One MCP message, with who sent it. */
export interface McpExchange {
  readonly headers: IncomingHttpHeaders;
  /** The parsed JSON body. */
  readonly body: unknown;
  readonly caller: McpCaller;
  readonly requestId: string;
  readonly clientAborted: AbortSignal;
  /** Aborts then, too, and when the client cancels or its access is revoked: a client that is still there is answered. */
  readonly signal: AbortSignal;
  /** Told what the message came to; undefined: nobody asks. */
  readonly answered?: ((answer: FinalAnswer) => void) | undefined;
}

/** What the SDK hands through to the tool call, and takes back beside the answer. */
interface Passed {
  readonly exchange: McpExchange;
  readonly beside: {
    lookerLimits?: LookerLimits | undefined;
    isSignInOver?: boolean | undefined;
    callStatus?: FinalAnswer['callStatus'];
  };
}

/** How long a client may keep a tool list (revision 2026-07-28, `ttlMs`): a changed filter is seen within a minute. */
const TOOL_LIST_TTL_MS = 60_000;
const IDENTITY = { name: 'looker-mcp-gateway', title: 'Looker', version: readPackageVersion() };

const BOTH_FORMS = 'application/json, text/event-stream';
/** The SDK routes by nothing in the URL, and the real one holds the token. */
const ANY_URL = 'http://gateway/mcp';

/** With `wrong-params.ts` the only place that speaks the SDK's types: joins messages, the tool list and the tool call. */
@Injectable()
export class ProtocolServer implements OnApplicationShutdown {
  private readonly logger = new Logger('ProtocolServer');
  private readonly handler = createMcpHandler((context) => this.serverFor(passedIn(context)), {
    // Behind the colon stands what the client sent.
    onerror: ({ message }) => this.logger.debug(message.split(':')[0]),
  });

  constructor(
    private readonly toolCalls: ToolCallService,
    private readonly lists: ToolListAnswers,
  ) {}

  /** Answers one message, in the revision that it speaks: 2026-07-28, or 2025 without keeping sessions. */
  async serve(exchange: McpExchange): Promise<HttpAnswer> {
    const { headers, body, caller } = exchange;
    const form = answerForm(headers.accept);
    const refusal = answerToWrongParams(body);
    if (refusal !== undefined) {
      exchange.answered?.(refusal);
      return readyAnswer(refusal, form);
    }
    switch (methodOf(body)) {
      case 'tools/list': {
        const encoding = [headers['accept-encoding'] ?? []].flat().join();
        return this.lists.fill(await this.answer(exchange), caller.access.exposed.listed, form, encoding);
      }
      case 'initialize': {
        const answer = await this.answer(exchange);
        return withSession(readyAnswer(answer, form), body, answer.text);
      }
      case 'subscriptions/listen':
        // There is no such method in the revisions before.
        if (claimedRevision(body) !== undefined) return this.subscription(exchange);
    }
    return timelyAnswer((send) => this.answer(exchange, send), form);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.handler.close();
  }

  /** The SDK's answer, and what is sent before it. */
  private async answer(exchange: McpExchange, send: SendEvent = () => {}): Promise<FinalAnswer> {
    const beside: Passed['beside'] = {};
    const answer = await readAnswer(await this.fetch({ exchange, beside }), send);
    const final = { ...plainRefusal(answer), ...beside };
    exchange.answered?.(final);
    return final;
  }

  /** A stream without an end, as the SDK writes it. */
  private async subscription(exchange: McpExchange): Promise<HttpAnswer> {
    const response = await this.fetch({ exchange, beside: {} });
    if (!isStream(response)) return readyAnswer(plainRefusal(await readAnswer(response)), 'json');
    // Whether the connection lives on is for whoever holds it to say.
    exchange.answered?.({ status: response.status, text: '' });
    const { connection: _, ...headers } = Object.fromEntries(response.headers);
    return { status: response.status, headers, body: response.body ?? undefined };
  }

  private fetch(passed: Passed): Promise<Response> {
    const { headers, body, caller, clientAborted } = passed.exchange;
    const request = new Request(ANY_URL, { method: 'POST', headers: protocolHeaders(headers), signal: clientAborted });
    const authInfo = { token: '', clientId: caller.access.serverId, scopes: [], extra: { passed } };
    return this.handler.fetch(request, { parsedBody: body ?? null, authInfo });
  }

  private serverFor({ exchange, beside }: Passed): Server {
    const { caller, requestId, headers, signal } = exchange;
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
    server.setRequestHandler('tools/call', async ({ params }, { mcpReq }) => {
      const client = callingClient(mcpReq.envelope, headers);
      const observer = {
        signal: AbortSignal.any([mcpReq.signal, signal]),
        progress: progressNotices(mcpReq._meta?.progressToken, (notice) =>
          mcpReq.notify({ method: 'notifications/progress', params: { ...notice } }),
        ),
        patienceMs: patienceMs(client),
      };
      const request = { caller, client, requestId, name: params.name, args: params.arguments, observer };
      const answer = await this.toolCalls.call(request);
      beside.lookerLimits = answer.looker?.limits;
      beside.isSignInOver = answer.isSignInOver;
      beside.callStatus = answer.status;
      const text = () => answer.content.map(textOf).join('\n');
      if (answer.status === 'unknown_tool') throw new ProtocolError(ProtocolErrorCode.InvalidParams, text());
      if (answer.status === 'failed')
        throw new ProtocolError(ProtocolErrorCode.InternalError, text(), { request_id: requestId });
      return callResult(answer, client);
    });
    return server;
  }
}

const ONE_PAGE = 'The cursor is not one of this list, which has one page. Send the request without a cursor.';

/** A session begins with an `initialize` that is not refused. */
function withSession(answer: HttpAnswer, body: unknown, text: string): HttpAnswer {
  const { result }: { result?: unknown } = text === '' ? {} : JSON.parse(text);
  const id = isRecord(result) ? newSessionId(body, result.protocolVersion) : undefined;
  return id === undefined ? answer : { ...answer, headers: { ...answer.headers, [SESSION_HEADER]: id } };
}

const textOf = (part: Content) => (part.kind === 'text' ? part.text : '');

function passedIn(context: McpRequestContext): Passed {
  const passed = context.authInfo?.extra?.passed;
  if (passed === undefined) throw new Error('an MCP request came past the entry');
  return passed as Passed;
}

/** The parameters of `notifications/progress`. */
interface ProgressNotice {
  readonly progressToken: string | number;
  readonly progress: number;
  readonly total?: number;
  readonly message: string;
}

/** Each notice has to be above the one before it (MCP, progress), also while nothing but time goes on. */
const PROGRESS_STEP_MIN = 0.001;

/** Tells a client that asked for it how far a call is; a notice that cannot be sent is not missed. */
function progressNotices(
  progressToken: string | number | undefined,
  send: (notice: ProgressNotice) => Promise<void>,
): (progress: Progress) => void {
  if (progressToken === undefined) return () => {};
  let last = 0;
  return ({ done, ...rest }) => {
    last = Math.max(done, last + PROGRESS_STEP_MIN);
    send({ progressToken, progress: last, ...rest }).catch(() => {});
  };
}

function protocolHeaders(headers: IncomingHttpHeaders): Headers {
  const kept = Object.entries(headers).filter(
    ([name]) => name.startsWith('mcp-') || name === 'content-type' || name === 'user-agent',
  );
  // The SDK answers 406 to `Accept: */*`, which clients have been seen sending; all of them read both forms of answer.
  return new Headers([...kept.map(([name, value]): [string, string] => [name, String(value)]), ['accept', BOTH_FORMS]]);
}
