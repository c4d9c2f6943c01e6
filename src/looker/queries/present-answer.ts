import type { Tool } from '../catalogue/tool.js';
import { documentResult } from '../rendering/rendered-document.js';
import { rowsShown, toolAnswer } from '../results/tool-answer.js';
import { type Args, type RunContext, type RunResult, textResult } from '../tasks/tool-runner.js';

/** What one tile of a dashboard answered. */
export type TileAnswer = { readonly id: string; readonly title: string } & (
  | { readonly rows: unknown }
  | { readonly error: string }
  | { readonly skipped: string }
);

export interface DashboardAnswer {
  readonly id: string;
  readonly title: string;
  readonly filters: Readonly<Record<string, string>>;
  readonly tiles: readonly TileAnswer[];
}

/** Shows what Looker answered to one query, in the format that was asked for; the only one that is no text is PNG. */
export function presentRows(body: unknown, tool: Tool): RunResult {
  if (Buffer.isBuffer(body)) return documentResult({ bytes: body, mimeType: 'image/png' }, tool.name);
  const { text, isError } = toolAnswer(body, null, { withSecrets: tool.hidden === 'secrets' });
  return textResult(text, isError ? null : rowsShown(body, null), isError);
}

/** Shows what all tiles of a dashboard answered, each with its rows as JSON. */
export function presentDashboard(answer: DashboardAnswer, _tool: Tool, _args: Args, _context: RunContext): RunResult {
  const { tiles, ...dashboard } = answer;
  const { text, isError } = toolAnswer({ dashboard, tiles }, null);
  const rows = tiles.reduce((sum, tile) => sum + ('rows' in tile ? (rowsShown(tile.rows, null) ?? 0) : 0), 0);
  const hasFailed = tiles.some((tile) => 'error' in tile) && !tiles.some((tile) => 'rows' in tile);
  return textResult(text, isError ? null : rows, isError || hasFailed);
}
