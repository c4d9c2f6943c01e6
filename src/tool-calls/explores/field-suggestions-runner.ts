import { buildRequest } from '../../tools/catalogue/request.js';
import type { Tool } from '../../tools/catalogue/tool.js';
import { exactly } from '../../tools/schema/filter-values.js';
import { isRecord } from '../../values/is-record.js';
import { toolAnswer } from '../answers/tool-answer.js';
import { type Args, type RunContext, type RunResult, type ToolRunner, textResult } from '../runners/tool-runner.js';

/** Answers the values of a field (Looker operation `model_fieldname_suggestions`), and how to filter by those that mean something else as they are. */
export class FieldSuggestionsRunner implements ToolRunner {
  async run(tool: Tool, args: Args, context: RunContext): Promise<RunResult> {
    const { body } = await context.send(buildRequest(tool, args));
    const { text, isError } = toolAnswer(withExpressions(body), null);
    const values = valuesOf(body);
    return textResult(text, isError ? null : values.length, isError);
  }
}

const valuesOf = (body: unknown): readonly unknown[] =>
  isRecord(body) && Array.isArray(body.suggestions) ? body.suggestions : [];

function withExpressions(body: unknown): unknown {
  const texts = valuesOf(body).filter((value) => typeof value === 'string');
  const changed = texts.map((text) => [text, exactly(text)] as const).filter(([text, written]) => text !== written);
  return isRecord(body) && changed.length > 0 ? { ...body, filter_expressions: Object.fromEntries(changed) } : body;
}
