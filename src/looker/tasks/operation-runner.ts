import { pageOf } from '../catalogue/paging.js';
import { buildRequest } from '../catalogue/request.js';
import type { Tool } from '../catalogue/tool.js';
import { rowsShown, toolAnswer } from '../results/tool-answer.js';
import { type Args, type RunContext, type RunResult, type ToolRunner, textResult } from './tool-runner.js';

/** The work of most tools: one request to Looker. */
export class OperationRunner implements ToolRunner {
  async run(tool: Tool, args: Args, context: RunContext): Promise<RunResult> {
    const { body } = await context.send(buildRequest(tool, args));
    const page = pageOf(tool, args);
    const { text, isError } = toolAnswer(body, page, {
      withSecrets: tool.hidden === 'secrets',
      cursorOf: (cursor) => context.sign(cursor),
    });
    return textResult(text, isError ? null : rowsShown(body, page), isError);
  }
}
