import { pageOf } from '../catalogue/paging.js';
import { buildRequest } from '../catalogue/request.js';
import type { Tool } from '../catalogue/tool.js';
import type { LookerAnswer } from '../looker-http.js';
import { documentOf, documentResult } from '../rendering/rendered-document.js';
import { rowsShown, toolAnswer } from '../results/tool-answer.js';
import { type Args, type RunContext, type RunResult, type ToolRunner, textResult } from './tool-runner.js';

/** The work of most tools: one request to Looker. */
export class OperationRunner implements ToolRunner {
  async run(tool: Tool, args: Args, context: RunContext): Promise<RunResult> {
    const answer = await context.send(buildRequest(tool, args));
    const document = documentOf(answer);
    if (document !== null) return documentResult(document, String(args.render_task_id ?? tool.name));
    if (isPending(answer)) return textResult(`Looker has not finished. ${askAgain(answer)}`);
    const { body } = answer;
    const page = pageOf(tool, args);
    const { text, isError } = toolAnswer(body, page, {
      withSecrets: tool.hidden === 'secrets',
      cursorOf: (cursor) => context.sign(cursor),
    });
    const recordId = tool.effect === 'read' ? undefined : idOf(body);
    return {
      ...textResult(text, isError ? null : rowsShown(body, page), isError),
      ...(recordId !== undefined && { recordId }),
    };
  }
}

/** Records of Looker have an id, of whatever kind they are; what was deleted is not answered any more. */
function idOf(body: unknown): string | undefined {
  const id = typeof body === 'object' && body !== null && 'id' in body ? body.id : undefined;
  return typeof id === 'string' || typeof id === 'number' ? String(id) : undefined;
}

/** 202 without a body: what was asked for is still being made. */
const isPending = ({ status, body }: LookerAnswer) => status === 202 && body === '';

const askAgain = ({ headers }: LookerAnswer) =>
  `Ask again in ${/^\d+$/.test(String(headers['retry-after'])) ? headers['retry-after'] : 'a few'} seconds.`;
