import { Injectable } from '@nestjs/common';
import { LookerClient } from '../looker/looker-client.js';
import { LookerError } from '../looker/looker-error.js';
import { nearestNames } from '../tools/catalogue/nearest-names.js';
import type { Tool } from '../tools/catalogue/tool.js';
import { unsentQueryNote } from '../tools/catalogue/unsent-query.js';
import { type ArgumentProblem, checkArguments } from '../tools/schema/arguments.js';
import { fittedArguments } from '../tools/schema/fitted-arguments.js';
import { ofPresentTools } from '../tools/selection/present-tools.js';
import { AccountWatch } from './account-watch.js';
import { explainError } from './answers/explain-error.js';
import { CallAtLooker, type CallWatch } from './call-at-looker.js';
import { type DirectedCall, directCall } from './discovery-call.js';
import { ExploreMetadata } from './explores/explore-metadata.js';
import { changesLookml } from './explores/lookml-news.js';
import { wrongNames } from './explores/name-suggestions.js';
import type { McpAccess, McpCaller } from './mcp-access.js';
import { PageCursors } from './page-cursors.js';
import { refusedArguments } from './refused-arguments.js';
import type { Args } from './runners/tool-runner.js';
import { ToolRunners } from './runners/tool-runners.js';
import { type ToolCallOutcome, textContent } from './tool-call-outcome.js';

/** One tool call: plain data in, plain data out. */
@Injectable()
export class ToolCallService {
  constructor(
    private readonly looker: LookerClient,
    private readonly runners: ToolRunners,
    private readonly metadata: ExploreMetadata,
    private readonly accounts: AccountWatch,
    private readonly cursors: PageCursors,
  ) {}

  /** Runs a tool. Never rejects: our own faults have the status `failed`, with their cause. */
  async call(caller: McpCaller, name: string, args: unknown, watch: CallWatch): Promise<ToolCallOutcome> {
    const { exposed, tools } = caller.access;
    if (!exposed.hasDiscovery || tools.has(name)) return this.callTool(caller, name, args, watch);
    const directed = directCall(caller.access, name, args);
    if (directed.kind !== 'call') return discoveryOutcome(directed);
    const outcome = await this.callTool(caller, directed.name, directed.args, watch);
    return { ...outcome, called: { name: directed.name, args: directed.args } };
  }

  private async callTool(caller: McpCaller, name: string, args: unknown, watch: CallWatch): Promise<ToolCallOutcome> {
    const tool = caller.access.tools.get(name);
    if (tool === undefined)
      return { ...nothingDone, status: 'unknown_tool', tool, content: textContent(unknownTool(caller.access, name)) };
    try {
      return await this.run(caller, tool, args ?? {}, watch);
    } catch (cause) {
      return { ...nothingDone, status: 'failed', tool, content: [], cause };
    }
  }

  private async run(caller: McpCaller, tool: Tool, given: unknown, watch: CallWatch): Promise<ToolCallOutcome> {
    const { args, ...pages } = this.cursors.pagesOf(caller.access, tool, fittedArguments(tool, given));
    const problems = checkArguments(tool, args).map((problem) => ofPresent(problem, caller.access));
    if (problems.length > 0) {
      const content = textContent(refusedArguments(tool.name, problems));
      return { ...nothingDone, status: 'refused', tool, problems, content };
    }
    const call = new CallAtLooker(this.looker, caller.access, watch, pages, tool.effect === 'read');
    try {
      const result = await this.runners.runnerOf(tool).run(tool, args as Args, call);
      if (!result.isError) {
        const note = ofPresentTools(unsentQueryNote(tool, given), (each) => caller.access.tools.has(each));
        const content = [...result.content, ...textContent(note)].filter(isFilled);
        return { status: 'ok', tool, ...result, content, looker: call.looker };
      }
      const content = [...textContent(await this.wrongNames(caller, args)), ...result.content];
      return { status: 'tool_error', tool, ...result, content: content.filter(isFilled), looker: call.looker };
    } catch (error) {
      if (!(error instanceof LookerError)) throw error;
      await this.accounts.failed(caller, error);
      return { tool, rows: null, looker: call.looker, ...(await this.refusal(caller, args, error)) };
    } finally {
      // Whatever came of it: a call that ended without an answer may have changed something.
      if (changesLookml(tool)) this.metadata.news.publish(caller.access.connection);
      if (call.looker?.status != null) await this.accounts.answered(caller);
    }
  }

  /** What the model is told when Looker refused, limits, or was not reached. */
  private async refusal(caller: McpCaller, args: unknown, error: LookerError) {
    const names = error.fault === 'refused' ? await this.wrongNames(caller, args) : '';
    const status = error.fault === 'aborted' ? ('aborted' as const) : ('tool_error' as const);
    return { status, content: textContent(names + explainError(error)) };
  }

  /** Which names of models, explores and fields are wrong, a line each; empty where none is. */
  private async wrongNames({ access }: McpCaller, args: unknown): Promise<string> {
    const lines = await wrongNames(this.metadata, access.connection, args);
    return lines.map((line) => `${ofPresentTools(line, (name) => access.tools.has(name))}\n`).join('');
  }
}

/** What is suggested comes from texts that may name tools which this server lacks. */
function ofPresent({ suggestion, ...problem }: ArgumentProblem, { tools }: McpAccess): ArgumentProblem {
  const told = suggestion && ofPresentTools(suggestion, (name) => tools.has(name));
  return told ? { ...problem, suggestion: told } : problem;
}

/** Before anything is sent. */
const nothingDone = { rows: null, looker: null };

const isFilled = (part: ToolCallOutcome['content'][number]) => part.kind !== 'text' || part.text !== '';

const discoveryOutcome = (directed: Exclude<DirectedCall, { kind: 'call' }>): ToolCallOutcome => ({
  ...nothingDone,
  status: directed.kind === 'answer' ? 'ok' : directed.kind,
  tool: undefined,
  content: textContent(directed.text),
  ...('structured' in directed && { structured: directed.structured }),
});

/** Hidden by the filters, or non-existent: both look the same. */
function unknownTool(access: McpAccess, name: string): string {
  const near = nearestNames(name, [...access.tools.keys()]);
  const hint = near.length > 0 ? ` Nearest: ${near.join(', ')}.` : '';
  return `Unknown tool: ${name.slice(0, 64)}. tools/list names the tools of this server.${hint}`;
}
