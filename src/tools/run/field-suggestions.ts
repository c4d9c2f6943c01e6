import { isRecord } from '../../values/is-record.js';
import type { ToolRun } from '../catalogue/tool.js';
import { exactly } from '../schema/filter-values.js';
import { valueResult } from './tool-answer.js';

/** Answers the values of a field (Looker operation `model_fieldname_suggestions`), and how to filter by those that mean something else as they are. */
export const suggestValues: ToolRun = async (call, args) => {
  const { body } = await call.send(call.operationRequest(args));
  return valueResult(withExpressions(body), valuesOf(body).length);
};

const valuesOf = (body: unknown): readonly unknown[] =>
  isRecord(body) && Array.isArray(body.suggestions) ? body.suggestions : [];

function withExpressions(body: unknown): unknown {
  const texts = valuesOf(body).filter((value) => typeof value === 'string');
  const changed = texts.map((text) => [text, exactly(text)] as const).filter(([text, written]) => text !== written);
  return isRecord(body) && changed.length > 0 ? { ...body, filter_expressions: Object.fromEntries(changed) } : body;
}
