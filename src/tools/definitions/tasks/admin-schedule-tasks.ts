import { type TaskTool, writtenTask } from '../../catalogue/task-tool.js';
import type { ToolCall } from '../../catalogue/tool.js';
import { listResult, recordsOf } from '../../run/list-answer.js';
import { forUser } from '../../run/named-user.js';
import { valueResult } from '../../run/tool-answer.js';
import { lookerPath } from '../../schema/path-segment.js';
import { SCHEDULE_FIELDS, scheduleLine, sendsTo } from './schedule-line.js';

const schedule_id = { type: 'string' } as const;
const otherNames = { scheduled_plan_id: 'schedule_id' };

/** Seeing, running and deleting schedules. */
export const adminScheduleTasks: readonly TaskTool[] = [
  writtenTask({
    name: 'list_schedules',
    about: 'Lists schedules: what each sends, when and to whom.',
    arguments: {
      user_id: { type: 'string', description: 'Whose: id or e-mail address. Default: yours.' },
      all_users: { type: 'boolean', description: "true: everybody's (administrators)." },
    },
    required: [],
    needs: ['all_scheduled_plans', 'search_users'],
    run: forUser(async (call, args) => {
      const query = {
        fields: SCHEDULE_FIELDS,
        ...(args.user_id !== undefined && { user_id: args.user_id }),
        ...(args.all_users === true && { all_users: 'true' }),
      };
      const { body } = await call.send({ verb: 'GET', path: '/scheduled_plans', query });
      return listResult(
        call,
        args,
        recordsOf(body).map((plan) => scheduleLine(call, plan)),
      );
    }),
  }),
  writtenTask({
    name: 'run_schedule_once',
    effect: 'write',
    openWorld: true,
    about: 'Sends what a schedule sends to its recipients once, now.',
    hint: 'Ids: list_schedules.',
    arguments: { schedule_id },
    required: ['schedule_id'],
    needs: ['scheduled_plan', 'scheduled_plan_run_once_by_id'],
    otherNames,
    run: async (call, { schedule_id: id }) => {
      const plan = await scheduleAt(call, id);
      const path = lookerPath`/scheduled_plans/${id}/run_once`;
      await call.send({ verb: 'POST', path, query: {}, body: {} });
      return valueResult({ schedule_id: id, name: plan.name, sent_to: sendsTo(plan) });
    },
  }),
  writtenTask({
    name: 'delete_schedule',
    about: 'Deletes a schedule for good and answers what it was. What it sent stays.',
    hint: 'To pause it only, use update_schedule with enabled: false.',
    arguments: { schedule_id },
    required: ['schedule_id'],
    needs: ['scheduled_plan', 'delete_scheduled_plan'],
    otherNames,
    run: async (call, { schedule_id: id }) => {
      const { url: _, ...deleted } = scheduleLine(call, await scheduleAt(call, id));
      await call.send({ verb: 'DELETE', path: lookerPath`/scheduled_plans/${id}`, query: {} });
      return valueResult({ deleted });
    },
  }),
];

/** @throws LookerError where there is no such schedule */
export async function scheduleAt(call: ToolCall, id: string): Promise<Readonly<Record<string, unknown>>> {
  const query = { fields: SCHEDULE_FIELDS };
  const { body } = await call.send({ verb: 'GET', path: lookerPath`/scheduled_plans/${id}`, query });
  return recordsOf([body])[0] ?? {};
}
