import type { Tool } from '../../tools/catalogue/tool.js';
import { rowsShown, toolAnswer } from '../../tools/run/tool-answer.js';
import { type ToolResult, textResult } from '../../tools/run/tool-result.js';
import { documentResult } from '../rendering/rendered-document.js';

const PICTURE_HINT = 'The picture is in the content of this answer.';

/** Shows what Looker answered to one query, in the format that was asked for; the only one that is no text is PNG. */
export function presentRows(body: unknown, tool: Tool): ToolResult {
  if (Buffer.isBuffer(body)) {
    const answer = documentResult({ bytes: body, size: body.length, mimeType: 'image/png' }, tool.name);
    if (answer.isError) return answer;
    const text = answer.content.flatMap((part) => (part.kind === 'text' ? [part.text] : [])).join('\n');
    return { ...answer, structured: { hint: `${PICTURE_HINT} ${text}` }, isBestAsContent: true };
  }
  const { text, isError } = toolAnswer(body, null, { withSecrets: tool.hidden === 'secrets' });
  if (isError) return textResult(text, null, true);
  const rows = rowsShown(body, null);
  return {
    ...textResult(text, rows),
    structured: { ...(rows !== null && { row_count: rows }), text },
    isBestAsContent: true,
  };
}
