import { Injectable, Logger } from '@nestjs/common';
import { CallLogService } from '../call-log/call-log.service.js';
import { createId } from '../database/ids.js';
import { LookerClient } from '../looker/looker-client.js';
import { LookerError } from '../looker/looker-error.js';
import type { Args, Tool } from '../tools/catalogue/tool.js';
import { unsentQueryNote } from '../tools/catalogue/unsent-query.js';
import { explainError } from '../tools/run/explain-error.js';
import type { CallInstead, ToolResult } from '../tools/run/tool-result.js';
import { type ArgumentProblem, checkArguments } from '../tools/schema/arguments.js';
import { fittedArguments } from '../tools/schema/fitted-arguments.js';
import { findDiscoveryTool, unknownTool } from '../tools/search/discovery-tools.js';
import { ofPresentTools } from '../tools/selection/present-tools.js';
import { AccountObserver } from './account-observer.js';
import { type CallTiming, callRow } from './call-row.js';
import { ExploreMetadata } from './explores/explore-metadata.js';
import { changesLookml } from './explores/lookml-news.js';
import { wrongNames } from './explores/name-suggestions.js';
import { LookerCallContext } from './looker-call-context.js';
import type { McpAccess, McpCaller } from './mcp-access.js';
import { type CallPages, PageCursors } from './page-cursors.js';
import { CallCapabilities } from './runners/capabilities.js';
import {
  NOTHING_SENT,
  refusedArguments,
  type ToolCallAnswer,
  type ToolCallOutcome,
  type ToolCallRequest,
  textContent,
} from './tool-call.js';

/** The tool that a call is for; the call log names no tool of discovery. */
interface SelectedTool {
  readonly tool: Tool;
  readonly logged: Tool | undefined;
  /** The arguments as the caller sent them. */
  readonly given: unknown;
}

/** A tool with arguments that were accepted, and the pages of its list. */
interface CheckedCall extends SelectedTool {
  readonly args: Args;
  readonly pages: Omit<CallPages, 'args'>;
}

/** What came of the work: the tool's result, or why Looker gave none. */
type Work = ToolResult | LookerError;

/** One tool call, whoever makes it: plain data in, plain data out. */
@Injectable()
export class ToolCallService {
  private readonly logger = new Logger('ToolCalls');

  constructor(
    private readonly looker: LookerClient,
    private readonly capabilities: CallCapabilities,
    private readonly metadata: ExploreMetadata,
    private readonly accounts: AccountObserver,
    private readonly cursors: PageCursors,
    private readonly callLog: CallLogService,
  ) {}

  /** Runs a tool, and answers when the row of the call is committed. Never rejects: our own faults have the status `failed`. */
  async call(request: ToolCallRequest): Promise<ToolCallAnswer> {
    const started = { id: createId(), at: new Date(), atMs: performance.now() };
    const outcome = await this.outcomeOf(request);
    const timing = { id: started.id, at: started.at, durationMs: performance.now() - started.atMs };
    const logged = await this.log(request, outcome, timing);
    return this.answer(request, { ...logged, durationMs: timing.durationMs });
  }

  private async outcomeOf(request: ToolCallRequest): Promise<ToolCallOutcome> {
    const { caller } = request;
    const selected = selectTool(caller.access, request);
    if ('status' in selected) return selected;
    const { tool, logged } = selected;
    try {
      const checked = this.check(caller.access, selected);
      if ('status' in checked) return checked;
      const context = this.identify(request, checked);
      try {
        const work = await this.run(checked, context);
        if ('callInstead' in work) return await this.callInstead(request, work);
        return { ...(await this.shape(caller, checked, work)), tool: logged, looker: context.looker };
      } finally {
        await this.settle(caller, tool, context);
      }
    } catch (cause) {
      return { ...NOTHING_SENT, status: 'failed', tool: logged, content: [], cause };
    }
  }

  private async callInstead(request: ToolCallRequest, { callInstead }: CallInstead): Promise<ToolCallOutcome> {
    return { ...(await this.outcomeOf({ ...request, ...callInstead })), called: callInstead };
  }

  /** The arguments as the tool takes them, or the outcome that says what is wrong with them. */
  private check(access: McpAccess, selected: SelectedTool): CheckedCall | ToolCallOutcome {
    const { tool, logged, given } = selected;
    const { args, ...pages } = this.cursors.pagesOf(access, tool, fittedArguments(tool, given));
    const problems = checkArguments(tool, args).map((problem) => ofPresent(problem, access));
    if (problems.length === 0) return { ...selected, args: args as Args, pages };
    const content = textContent(refusedArguments(tool.name, problems));
    return { ...NOTHING_SENT, status: 'refused', tool: logged, ...(logged && { problems }), content };
  }

  /** The call as the connection that the server's account has at Looker. */
  private identify({ caller, observer }: ToolCallRequest, { tool, pages }: CheckedCall): LookerCallContext {
    return new LookerCallContext(this.looker, tool, caller.access, observer, pages, this.capabilities);
  }

  private async run({ tool, args }: CheckedCall, context: LookerCallContext): Promise<Work | CallInstead> {
    try {
      return await tool.run(context, args);
    } catch (error) {
      if (error instanceof LookerError) return error;
      throw error;
    }
  }

  /** What the model is told: the result with what it should know besides, or why there is none. */
  private async shape(caller: McpCaller, { tool, given, args }: CheckedCall, work: Work) {
    if (work instanceof LookerError) return this.refusal(caller, args, work);
    const { access } = caller;
    if (work.isRefused) return { status: 'refused' as const, ...work };
    if (work.isError) {
      const content = [...textContent(await this.wrongNames(access, args)), ...work.content].filter(isFilled);
      return { status: 'tool_error' as const, ...work, content };
    }
    const note = ofPresentTools(unsentQueryNote(tool, given), (each) => access.tools.has(each));
    return { status: 'ok' as const, ...work, content: [...work.content, ...textContent(note)].filter(isFilled) };
  }

  /** Looker refused, limits, or was not reached. */
  private async refusal(caller: McpCaller, args: Args, error: LookerError) {
    await this.accounts.failed(caller, error);
    const names = error.fault === 'refused' ? await this.wrongNames(caller.access, args) : '';
    const status = error.fault === 'aborted' ? ('aborted' as const) : ('tool_error' as const);
    return { status, rows: null, content: textContent(names + explainError(error)) };
  }

  /** Which names of models, explores and fields are wrong, a line each; empty where none is. */
  private async wrongNames(access: McpAccess, args: Args): Promise<string> {
    const lines = await wrongNames(this.metadata, access.connection, args);
    return lines.map((line) => `${ofPresentTools(line, (name) => access.tools.has(name))}\n`).join('');
  }

  /** Whatever came of the call: one that ended without an answer may have changed something. */
  private async settle(caller: McpCaller, tool: Tool, { looker }: LookerCallContext): Promise<void> {
    if (changesLookml(tool)) this.metadata.news.publish(caller.access.connection);
    if (looker?.status != null) await this.accounts.answered(caller);
  }

  private async log(request: ToolCallRequest, outcome: ToolCallOutcome, timing: CallTiming): Promise<ToolCallOutcome> {
    try {
      await this.callLog.write(callRow(request, outcome, timing));
      return outcome;
    } catch (error) {
      const cause = new CallNotLoggedError('the call log did not take a row', { cause: error });
      return { ...NOTHING_SENT, status: 'failed', tool: outcome.tool, content: [], cause };
    }
  }

  /** Of our own faults the caller learns under which request the log of the process has them. */
  private answer({ requestId }: ToolCallRequest, answer: ToolCallAnswer): ToolCallAnswer {
    if (answer.status !== 'failed') return answer;
    this.logger.error({ message: 'a tool call failed on our side', request_id: requestId, err: answer.cause });
    const what = answer.cause instanceof CallNotLoggedError ? NOT_LOGGED : 'Something failed on our side.';
    return { ...answer, content: textContent(`${what} Request id: ${requestId}`) };
  }
}

/** A call was made and its row could not be written: it must not be answered as if nothing were missing. */
class CallNotLoggedError extends Error {
  override readonly name = 'CallNotLoggedError';
}

const NOT_LOGGED =
  'The call could not be logged, so what came of it is not shown. If it changes something, read the state before trying again.';

/** A tool that the filters let through, or one of discovery. */
function selectTool({ tools, exposed }: McpAccess, { name, args }: ToolCallRequest): SelectedTool | ToolCallOutcome {
  const logged = tools.get(name);
  const tool = logged ?? (exposed.hasDiscovery ? findDiscoveryTool(name) : undefined);
  if (tool !== undefined) return { tool, logged, given: args ?? {} };
  const advice = exposed.hasDiscovery ? undefined : 'tools/list names the tools of this server.';
  return { ...NOTHING_SENT, status: 'unknown_tool', tool, content: textContent(unknownTool(name, tools, advice)) };
}

/** What is suggested comes from texts that may name tools which this server lacks. */
function ofPresent({ suggestion, ...problem }: ArgumentProblem, { tools }: McpAccess): ArgumentProblem {
  const shown = suggestion && ofPresentTools(suggestion, (name) => tools.has(name));
  return shown ? { ...problem, suggestion: shown } : problem;
}

const isFilled = (part: ToolCallOutcome['content'][number]) => part.kind !== 'text' || part.text !== '';
