import { isRecord } from '../../../values/is-record.js';
import type { ToolCall } from '../../catalogue/tool.js';
import { withoutNulls } from '../../run/deleted-answer.js';
import { recordsOf } from '../../run/list-answer.js';
import { linkTo } from '../../run/looker-links.js';

const PLAIN =
  'id,name,enabled,dashboard_id,lookml_dashboard_id,look_id,query_id,crontab,datagroup,timezone,next_run_at,last_run_at';

/** What Looker is asked of a schedule. */
export const SCHEDULE_FIELDS = `${PLAIN},user(id,display_name),scheduled_plan_destination(type,address,format)`;

/** A schedule as answers have it: what it sends, when, to whom, and where it is opened. */
export function scheduleLine(call: Pick<ToolCall, 'webUrl'>, plan: unknown): Readonly<Record<string, unknown>> {
  const record = isRecord(plan) ? plan : {};
  const owner = withoutNulls(record.user, 'id,display_name');
  return {
    ...withoutNulls(record, PLAIN),
    sends_to: sendsTo(record),
    ...(owner.id !== undefined && { owner: { id: owner.id, name: owner.display_name } }),
    ...(record.id !== undefined && { url: linkTo(call, 'schedule', String(record.id)) }),
  };
}

/** "team@example.com (wysiwyg_pdf)", or the type where there is no address. */
export const sendsTo = (plan: Readonly<Record<string, unknown>>): readonly string[] =>
  recordsOf(plan.scheduled_plan_destination).map(
    ({ type, address, format }) => `${String(address ?? type)} (${String(format)})`,
  );
