import { Injectable, Logger } from '@nestjs/common';
import { CallLogService } from '../call-log/call-log.service.js';
import { createId } from '../database/ids.js';
import { LookerClient } from '../looker/looker-client.js';
import type { LookerConnection } from '../looker/looker-connection.js';
import { LookerError } from '../looker/looker-error.js';
import { type CallTerms, callTerms } from '../tools/catalogue/call-terms.js';
import type { Args, Tool } from '../tools/catalogue/tool.js';
import { unsentQueryNote } from '../tools/catalogue/unsent-query.js';
import { explainError } from '../tools/run/explain-error.js';
import type { CallInstead, ToolResult } from '../tools/run/tool-result.js';
import { type ArgumentProblem, checkArguments } from '../tools/schema/arguments.js';
import { fittedArguments } from '../tools/schema/fitted-arguments.js';
import { ofPresentTools } from '../tools/selection/present-tools.js';
import { AccountObserver } from './account-observer.js';
import { DevelopmentCalls } from './branches/development-calls.js';
import { type CallTiming, callRow } from './call-row.js';
import { CallCapabilities } from './capabilities/capabilities.js';
import { ExploreMetadata } from './explores/explore-metadata.js';
import { changesLookml } from './explores/lookml-news.js';
import { mayBeOfNames, wrongNames } from './explores/name-suggestions.js';
import { CallIdentities } from './identity/call-identities.js';
import { LookerCallContext } from './looker-call-context.js';
import type { McpAccess, McpCaller } from './mcp-access.js';
import { type CallPages, PageCursors } from './page-cursors.js';
import { type SelectedTool, selectTool } from './select-tool.js';
import {
  NOTHING_SENT,
  refusedArguments,
  type ToolCallAnswer,
  type ToolCallOutcome,
  type ToolCallRequest,
  textContent,
} from './tool-call.js';

/** A tool with arguments that were accepted, and the pages of its list. */
interface CheckedCall extends SelectedTool {
  readonly args: Args;
  readonly terms: CallTerms;
  readonly pages: Omit<CallPages, 'args'>;
}

/** What came of the work: the tool's result, or why Looker gave none. */
type Work = ToolResult | LookerError;

/** The work of a tool, and what its caller should know of the LookML that it saw. */
interface RunTool {
  readonly work: Work | CallInstead;
  /** Which names of the call are wrong, a line each; empty where none is. */
  readonly names: string;
  readonly notes: readonly string[];
}

type ShapedRun = Pick<RunTool, 'names'> & { readonly work: Work };

/** One tool call, whoever makes it: plain data in, plain data out. */
@Injectable()
export class ToolCallService {
  private readonly logger = new Logger('ToolCalls');

  constructor(
    private readonly looker: LookerClient,
    private readonly identities: CallIdentities,
    private readonly capabilities: CallCapabilities,
    private readonly development: DevelopmentCalls,
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
    const selected = selectTool(caller, request);
    if ('status' in selected) return selected;
    const { tool, logged } = selected;
    try {
      const checked = this.check(caller, selected);
      if ('status' in checked) return checked;
      const connection = await this.identify(caller, checked);
      if (connection instanceof LookerError) {
        const content = textContent(explainError(connection));
        return { ...NOTHING_SENT, status: 'tool_error', tool: logged, content, isSignInOver: isOver(connection) };
      }
      const context = this.contextOf(request, checked, connection);
      try {
        const { work, names, notes } = await this.run(caller, checked, context);
        if ('callInstead' in work) return await this.callInstead(request, work);
        const shaped = withNotes(await this.shape(caller, checked, { work, names }, connection), notes);
        const isSignInOver = isOver(work) && (tool.effect === 'read' || !context.wasAnswered);
        return { ...shaped, tool: logged, looker: context.looker, ...(isSignInOver && { isSignInOver }) };
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
  private check(caller: McpCaller, selected: SelectedTool): CheckedCall | ToolCallOutcome {
    const { tool, logged, given } = selected;
    const { args, ...pages } = this.cursors.pagesOf(caller, tool, fittedArguments(tool, given));
    const problems = checkArguments(tool, args).map((problem) => ofPresent(problem, caller.access));
    if (problems.length > 0) {
      const content = textContent(refusedArguments(tool.name, problems));
      return { ...NOTHING_SENT, status: 'refused', tool: logged, ...(logged && { problems }), content };
    }
    const split = callTerms(tool, args as Args);
    if (typeof split === 'string')
      return { ...NOTHING_SENT, status: 'refused', tool: logged, content: textContent(split) };
    return { ...selected, ...split, pages };
  }

  /** As whom the call is made at Looker, or why as nobody. */
  private identify(caller: McpCaller, { terms, tool }: CheckedCall): Promise<LookerConnection | LookerError> {
    return this.identities.connectionOf(caller, terms, tool.name).catch(lookerErrorOf);
  }

  private contextOf(
    { caller, observer }: ToolCallRequest,
    { tool, pages }: CheckedCall,
    connection: LookerConnection,
  ): LookerCallContext {
    const access = { ...caller.access, connection };
    return new LookerCallContext(
      this.looker,
      tool,
      access,
      observer,
      pages,
      this.capabilities,
      this.identities.choiceOf(caller),
    );
  }

  private async run(caller: McpCaller, checked: CheckedCall, context: LookerCallContext): Promise<RunTool> {
    const { tool, args, terms } = checked;
    // Names are looked up on the branch on which the call was made.
    const work = async () => {
      const done = await (async () => tool.run(context, args))().catch(lookerErrorOf);
      return { work: done, names: mayBeOfNames(done) ? await this.wrongNames(caller, args, context.connection) : '' };
    };
    try {
      const { result, notes } = await this.development.run({ caller, context, args, terms }, work);
      return { ...result, notes };
    } catch (error) {
      return { work: lookerErrorOf(error), names: '', notes: [] };
    }
  }

  /** What the model is told: the result with what it should know besides, or why there is none. */
  private async shape(
    caller: McpCaller,
    { tool, given }: CheckedCall,
    { work, names }: ShapedRun,
    connection: LookerConnection,
  ) {
    if (work instanceof LookerError) return this.refusal(caller, names, work, connection);
    const { access } = caller;
    if (work.isRefused) return { status: 'refused' as const, ...work };
    if (work.isError) {
      const content = [...textContent(names), ...work.content].filter(isFilled);
      return { status: 'tool_error' as const, ...work, content };
    }
    const note = ofPresentTools(unsentQueryNote(tool, given), (each) => access.tools.has(each));
    return { status: 'ok' as const, ...work, content: [...work.content, ...textContent(note)].filter(isFilled) };
  }

  /** Looker refused, limits, or was not reached. */
  private async refusal(caller: McpCaller, names: string, error: LookerError, connection: LookerConnection) {
    await this.accounts.failed(caller, connection, error);
    const status = error.fault === 'aborted' ? ('aborted' as const) : ('tool_error' as const);
    return { status, rows: null, content: textContent(names + explainError(error)) };
  }

  /** Which names of models, explores and fields are wrong, a line each; empty where none is. */
  private async wrongNames({ access }: McpCaller, args: Args, connection: LookerConnection): Promise<string> {
    const lines = await wrongNames(this.metadata, connection, args);
    return lines.map((line) => `${ofPresentTools(line, (name) => access.tools.has(name))}\n`).join('');
  }

  /** Whatever came of the call: one that ended without an answer may have changed something. */
  private async settle(caller: McpCaller, tool: Tool, { looker, connection }: LookerCallContext): Promise<void> {
    if (changesLookml(tool)) this.metadata.news.publish(connection);
    if (looker?.status != null) await this.accounts.answered(caller, connection);
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

/** Looker gave no answer. Our own faults are thrown on. */
function lookerErrorOf(error: unknown): LookerError {
  if (error instanceof LookerError) return error;
  throw error;
}

/** Whether whoever called has to sign in at Looker again. */
const isOver = (work: Work) => work instanceof LookerError && work.fault === 'sign_in_over';

/** A call was made and its row could not be written: it must not be answered as if nothing were missing. */
class CallNotLoggedError extends Error {
  override readonly name = 'CallNotLoggedError';
}

const NOT_LOGGED =
  'The call could not be logged, so what came of it is not shown. If it changes something, read the state before trying again.';

/** What is suggested comes from texts that may name tools which this server lacks. */
function ofPresent({ suggestion, ...problem }: ArgumentProblem, { tools }: McpAccess): ArgumentProblem {
  const shown = suggestion && ofPresentTools(suggestion, (name) => tools.has(name));
  return shown ? { ...problem, suggestion: shown } : problem;
}

const withNotes = <Shaped extends Pick<ToolCallOutcome, 'content'>>(
  shaped: Shaped,
  notes: readonly string[],
): Shaped =>
  notes.length === 0 ? shaped : { ...shaped, content: [...shaped.content, ...textContent(notes.join('\n'))] };

const isFilled = (part: ToolCallOutcome['content'][number]) => part.kind !== 'text' || part.text !== '';
