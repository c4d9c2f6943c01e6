import { Injectable, Logger } from '@nestjs/common';
import { AccountsService } from '../accounts/accounts.service.js';
import { type ArgumentProblem, checkArguments } from '../looker/catalogue/arguments.js';
import { nearestNames } from '../looker/catalogue/nearest-names.js';
import { pageOf } from '../looker/catalogue/paging.js';
import { buildRequest } from '../looker/catalogue/request.js';
import type { LookerRequest, Tool } from '../looker/catalogue/tool.js';
import { LookerClient } from '../looker/looker-client.js';
import { LookerError } from '../looker/looker-error.js';
import { explainError } from '../looker/results/explain-error.js';
import { type ToolAnswer, toolAnswer } from '../looker/results/tool-answer.js';
import type { McpAccess, McpCaller } from './mcp-access.js';

/** Thrown for a tool that this server does not offer: hidden by its filters, or non-existent, which look the same. */
export class UnknownToolError extends Error {
  override readonly name = 'UnknownToolError';
}

/** One tool call: plain data in, plain data out. */
@Injectable()
export class ToolCallService {
  private readonly logger = new Logger('ToolCall');

  constructor(
    private readonly looker: LookerClient,
    private readonly accounts: AccountsService,
  ) {}

  /**
   * Runs a tool. What the model can mend (arguments, Looker's refusals) is an answer with `isError`.
   * @throws UnknownToolError before anything is sent; anything else thrown is our own fault.
   */
  async call(caller: McpCaller, name: string, args: unknown, signal: AbortSignal): Promise<ToolAnswer> {
    const { access } = caller;
    const tool = selectedTool(access, name);
    const given = args ?? {};
    const problems = checkArguments(tool, given);
    if (problems.length > 0) return refusedArguments(tool, problems);
    try {
      const answer = await this.looker.send(
        access.connection,
        buildRequest(tool, given) satisfies LookerRequest,
        signal,
      );
      return toolAnswer(answer.body, pageOf(tool, given));
    } catch (error) {
      if (!(error instanceof LookerError)) throw error;
      if (error.fault === 'login_refused') await this.markNeedsReauth(caller, error);
      return { text: explainError(error), isError: true };
    }
  }

  /** The caller gets Looker's refusal whether or not the account's state could be written. */
  private async markNeedsReauth({ principal, access }: McpCaller, error: LookerError): Promise<void> {
    await this.accounts
      .markNeedsReauth(principal, access.integratedAccountId, error.message)
      .catch((cause: unknown) => this.logger.warn({ message: 'the account state was not written', err: cause }));
  }
}

function selectedTool(access: McpAccess, name: string): Tool {
  const tool = access.tools.get(name);
  if (tool !== undefined) return tool;
  const near = nearestNames(name, [...access.tools.keys()]);
  const hint = near.length > 0 ? ` Nearest: ${near.join(', ')}.` : '';
  throw new UnknownToolError(`Unknown tool: ${name.slice(0, 64)}. tools/list names the tools of this server.${hint}`);
}

const refusedArguments = (tool: Tool, problems: readonly ArgumentProblem[]): ToolAnswer => ({
  isError: true,
  text: [
    `The arguments of ${tool.name} were not accepted, and nothing was sent to Looker:`,
    ...problems.map(({ path, message, suggestion }) => `- ${path}: ${message}${suggestion ? ` (${suggestion})` : ''}`),
    'Correct them and call again.',
  ].join('\n'),
});
