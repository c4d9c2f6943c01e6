import type { Tool } from '../catalogue/tool.js';
import { documentResult } from '../rendering/rendered-document.js';
import { rowsShown, toolAnswer } from '../results/tool-answer.js';
import { type RunResult, textResult } from '../tasks/tool-runner.js';

/** Shows what Looker answered to one query, in the format that was asked for; the only one that is no text is PNG. */
export function presentRows(body: unknown, tool: Tool): RunResult {
  if (Buffer.isBuffer(body))
    return documentResult({ bytes: body, size: body.length, mimeType: 'image/png' }, tool.name);
  const { text, isError } = toolAnswer(body, null, { withSecrets: tool.hidden === 'secrets' });
  return textResult(text, isError ? null : rowsShown(body, null), isError);
}
