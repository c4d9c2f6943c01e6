import { LookerError } from '../../looker/looker-error.js';
import type { ToolCall } from '../catalogue/tool.js';
import { explainError } from '../run/explain-error.js';
import { linkTo } from '../run/looker-links.js';
import { recordId } from '../run/record-id.js';
import { valueResult } from '../run/tool-answer.js';
import { type ToolResult, textResult } from '../run/tool-result.js';
import { lookerPath } from '../schema/path-segment.js';
import { BuildingProgress, type DashboardPlan, fillDashboard, StepFailed, storedQueries } from './fill-dashboard.js';

/**
 * Makes a dashboard with all that is on it, or nothing: where Looker refuses a later step, or the caller leaves, what was begun is deleted
 * again. Where that fails, too, the answer says what is there.
 * @throws LookerError for what keeps the first step from being done, and whatever else ends the call
 */
export async function buildDashboard(call: ToolCall, plan: DashboardPlan): Promise<ToolResult> {
  try {
    const queryIds = await storedQueries(call, plan.tiles);
    const { body } = await call.send({ verb: 'POST', path: '/dashboards', query: {}, body: plan.body });
    const id = recordId(body);
    const url = linkTo(call, 'dashboard', id);
    try {
      await fillDashboard(call, id, plan, queryIds, new BuildingProgress(call, plan));
    } catch (error) {
      const left = await undone(call, id);
      if (left === null || !(error instanceof StepFailed)) throw error;
      const text = `${reasonOf(error)}\nThe dashboard ${id} (${url}) stays half made, for it could not be deleted again: ${left}\nDelete it with delete_dashboard.`;
      return { ...textResult(text, null, true), recordId: id };
    }
    const [tool, next] =
      plan.tiles.length === 0
        ? ['add_dashboard_element', 'Add tiles with add_dashboard_element.']
        : ['render_dashboard', 'Look at it with render_dashboard.'];
    const counts = { tiles: plan.tiles.length, ...(plan.filters.length > 0 && { filters: plan.filters.length }) };
    return {
      ...valueResult({ id, title: plan.body.title, url, ...counts, ...(call.tools.has(tool) && { next }) }),
      recordId: id,
    };
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    if (error.reason.fault !== 'refused') throw error.reason;
    return textResult(`${reasonOf(error)}\nNo dashboard was made.`, null, true);
  }
}

const reasonOf = ({ step, reason }: StepFailed) => `${step}: ${explainError(reason)}`;

/** Deletes a dashboard that was begun. @returns why that failed; null where it is gone */
async function undone(call: ToolCall, id: string): Promise<string | null> {
  try {
    await call.undo({ verb: 'DELETE', path: lookerPath`/dashboards/${id}`, query: {} });
    return null;
  } catch (error) {
    if (error instanceof LookerError) return explainError(error);
    throw error;
  }
}
