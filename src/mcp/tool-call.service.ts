import { Injectable, Logger } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { checkArguments } from '../looker/catalogue/arguments.js';
import { nearestNames } from '../looker/catalogue/nearest-names.js';
import { pageOf } from '../looker/catalogue/paging.js';
import { buildRequest } from '../looker/catalogue/request.js';
import type { LookerRequest, Tool } from '../looker/catalogue/tool.js';
import { LookerClient } from '../looker/looker-client.js';
import { LookerError } from '../looker/looker-error.js';
import type { LookerAnswer } from '../looker/looker-http.js';
import { ExploreMetadata } from '../looker/metadata/explore-metadata.js';
import { wrongNames } from '../looker/metadata/name-suggestions.js';
import { explainError } from '../looker/results/explain-error.js';
import { rowsShown, toolAnswer } from '../looker/results/tool-answer.js';
import { directCall } from './discovery-call.js';
import type { McpAccess, McpCaller } from './mcp-access.js';
import { PageCursors } from './page-cursors.js';
import { refusedArguments } from './refused-arguments.js';
import type { LookerPart, ToolCallOutcome } from './tool-call-outcome.js';

/** An exchange with Looker that is over, one way or the other. */
type Exchange = { readonly looker: LookerPart } & ({ readonly answer: LookerAnswer } | { readonly error: LookerError });

/** One tool call: plain data in, plain data out. */
@Injectable()
export class ToolCallService {
  private readonly logger = new Logger('ToolCall');

  constructor(
    private readonly looker: LookerClient,
    private readonly metadata: ExploreMetadata,
    private readonly accounts: AccountsService,
    private readonly cursors: PageCursors,
  ) {}

  /** Runs a tool. Never rejects: our own faults have the status `failed`, with their cause. */
  async call(caller: McpCaller, name: string, args: unknown, signal: AbortSignal): Promise<ToolCallOutcome> {
    if (!caller.access.exposed.isDiscovery) return this.callTool(caller, name, args, signal);
    const directed = directCall(caller.access, name, args);
    if (directed.kind === 'call') {
      const outcome = await this.callTool(caller, directed.name, directed.args, signal);
      return { ...outcome, called: { name: directed.name, args: directed.args } };
    }
    const status = directed.kind === 'answer' ? 'ok' : directed.kind;
    return { status, tool: undefined, text: directed.text, rows: null, looker: null };
  }

  private async callTool(
    caller: McpCaller,
    name: string,
    args: unknown,
    signal: AbortSignal,
  ): Promise<ToolCallOutcome> {
    const tool = caller.access.tools.get(name);
    if (tool === undefined)
      return { status: 'unknown_tool', tool, text: unknownTool(caller.access, name), rows: null, looker: null };
    try {
      return await this.run(caller, tool, args ?? {}, signal);
    } catch (cause) {
      return { status: 'failed', tool, text: '', rows: null, looker: null, cause };
    }
  }

  private async run(caller: McpCaller, tool: Tool, given: unknown, signal: AbortSignal): Promise<ToolCallOutcome> {
    const { args, sign } = this.cursors.pagesOf(caller.access, tool, given);
    const problems = checkArguments(tool, args);
    if (problems.length > 0)
      return { status: 'refused', tool, text: refusedArguments(tool.name, problems), rows: null, looker: null };
    const exchange = await this.exchange(caller.access, buildRequest(tool, args), signal);
    const { looker } = exchange;
    if ('error' in exchange) {
      const { error } = exchange;
      if (error.fault === 'login_refused') await this.markNeedsReauth(caller, error);
      const status = error.fault === 'aborted' ? 'aborted' : 'tool_error';
      const names = error.fault === 'refused' ? await this.wrongNames(caller, args) : '';
      return { status, tool, text: names + explainError(error), rows: null, looker };
    }
    const page = pageOf(tool, args);
    const { text, isError } = toolAnswer(exchange.answer.body, page, {
      withSecrets: tool.hidden === 'secrets',
      cursorOf: sign,
    });
    if (isError)
      return { status: 'tool_error', tool, text: (await this.wrongNames(caller, args)) + text, rows: null, looker };
    return { status: 'ok', tool, text, rows: rowsShown(exchange.answer.body, page), looker };
  }

  private async exchange({ connection }: McpAccess, request: LookerRequest, signal: AbortSignal): Promise<Exchange> {
    const startedAtMs = performance.now();
    const part = (status: number | undefined) => ({
      status: status ?? null,
      durationMs: performance.now() - startedAtMs,
    });
    try {
      const answer = await this.looker.send(connection, request, signal);
      return { looker: part(answer.status), answer };
    } catch (error) {
      if (!(error instanceof LookerError)) throw error;
      return { looker: part(error.status), error };
    }
  }

  /** Which names of models, explores and fields are wrong, a line each; empty where none is. */
  private async wrongNames({ access }: McpCaller, args: unknown): Promise<string> {
    const lines = await wrongNames(this.metadata, access.connection, args);
    return lines.map((line) => `${line}\n`).join('');
  }

  /** The caller gets Looker's refusal whether or not the account's state could be written. */
  private async markNeedsReauth({ principal, access }: McpCaller, error: LookerError): Promise<void> {
    await this.accounts
      .markNeedsReauth(principal, access.integratedAccountId, error.message)
      .catch((cause: unknown) => this.logger.warn({ message: 'the account state was not written', err: cause }));
  }
}

/** Hidden by the filters, or non-existent: both look the same. */
function unknownTool(access: McpAccess, name: string): string {
  const near = nearestNames(name, [...access.tools.keys()]);
  const hint = near.length > 0 ? ` Nearest: ${near.join(', ')}.` : '';
  return `Unknown tool: ${name.slice(0, 64)}. tools/list names the tools of this server.${hint}`;
}
