import { type TaskTool, writtenTask } from '../../catalogue/task-tool.js';
import type { Args } from '../../catalogue/tool.js';
import { recordsOf } from '../../run/list-answer.js';
import { forUser } from '../../run/named-user.js';
import { recordId } from '../../run/record-id.js';
import { valueResult } from '../../run/tool-answer.js';
import { refusedResult } from '../../run/tool-result.js';
import { lookerPath } from '../../schema/path-segment.js';
import { scheduleAt } from './admin-schedule-tasks.js';
import { CONTENT, type ScheduleArgs, scheduleArguments } from './schedule-arguments.js';
import { SCHEDULE_FIELDS, scheduleLine, sendsTo } from './schedule-line.js';
import { type ScheduledContent, scheduleProblems } from './schedule-problems.js';

/** Looker asks for all three where a Look is sent. */
const LOOK_CONDITIONS = { require_results: false, require_no_results: false, require_change: false };
const reads = ['dashboard', 'look', 'query', 'all_datagroups', 'search_users'];

/** Making and changing schedules, whose arguments are checked before anything is sent: a schedule that is wrong fails where nobody sees it. */
export const adminScheduleEditTasks: readonly TaskTool[] = [
  writtenTask({
    name: 'create_schedule',
    openWorld: true,
    about: 'Creates a schedule that sends a dashboard, Look or query by mail or to a webhook.',
    hint: 'See list_schedules for one that does. Then try it with run_schedule_once.',
    arguments: scheduleArguments,
    required: ['name'],
    requiredGroups: [CONTENT, ['crontab', 'datagroup', 'run_once'], ['recipients', 'destinations']],
    needs: ['create_scheduled_plan', ...reads],
    run: forUser(async (call, args) => {
      const [content, ...others] = contentsOf(args);
      if (content === undefined || others.length > 0) return refusedResult(`Pass one of ${CONTENT.join(', ')}.`);
      const sends = destinationsOf(args, content);
      const problems = await scheduleProblems(call, args, content);
      if (sends?.length === 0) problems.push('Name at least one in recipients or destinations.');
      if (problems.length > 0) return refusedResult(`${problems.join('\n')}\nNo schedule was made.`);
      const plan = {
        ...(content.name === 'look_id' && LOOK_CONDITIONS),
        ...plainPart(args),
        scheduled_plan_destination: sends,
      };
      const query = { fields: SCHEDULE_FIELDS };
      const { body } = await call.send({ verb: 'POST', path: '/scheduled_plans', query, body: plan });
      const next = 'Send it once now with run_schedule_once.';
      return { ...valueResult({ ...scheduleLine(call, body), next }), recordId: recordId(body) };
    }),
  }),
  writtenTask({
    name: 'update_schedule',
    openWorld: true,
    about: 'Changes the named properties of a schedule. enabled: false pauses it.',
    hint: 'Given recipients and destinations replace all that it has: see list_schedules.',
    arguments: { schedule_id: { type: 'string' }, ...scheduleArguments },
    required: ['schedule_id'],
    needs: ['scheduled_plan', 'update_scheduled_plan', ...reads],
    otherNames: { scheduled_plan_id: 'schedule_id' },
    run: forUser(async (call, { schedule_id: id, ...args }) => {
      if (Object.keys(args).length === 0)
        return refusedResult('Nothing to change: pass at least one property, such as crontab or enabled.');
      const before = await scheduleAt(call, id);
      const [content, ...others] = contentsOf(args);
      const target = content ?? contentsOf(before)[0];
      if (target === undefined || others.length > 0) return refusedResult(`Pass one of ${CONTENT.join(', ')}.`);
      const sends = destinationsOf(args, target) ?? reformatted(before, args);
      const problems = await scheduleProblems(call, args, target);
      if (sends?.length === 0)
        problems.push('A schedule needs a destination: name one, or pause it with enabled: false.');
      if (problems.length > 0) return refusedResult(`${problems.join('\n')}\nNothing was changed.`);
      const plan = {
        ...(content?.name === 'look_id' && (before.look_id ?? null) === null && LOOK_CONDITIONS),
        ...cleared(args, before),
        ...plainPart(args),
        ...(sends && { scheduled_plan_destination: sends }),
      };
      const path = lookerPath`/scheduled_plans/${id}`;
      const { body } = await call.send({ verb: 'PATCH', path, query: { fields: SCHEDULE_FIELDS }, body: plan });
      const now = scheduleLine(call, body);
      const gone =
        sends && sendsTo(before).filter((each) => !recordsOf([body]).some((plan) => sendsTo(plan).includes(each)));
      return { ...valueResult({ ...now, ...(gone && gone.length > 0 && { no_longer_to: gone }) }), recordId: id };
    }),
  }),
];

/** What it sends; more than one is wrong. */
const contentsOf = (of: Args): ScheduledContent[] =>
  CONTENT.flatMap((name) => ((of[name] ?? null) === null ? [] : [{ name, id: String(of[name]) }]));

/** The properties that Looker has under the same names. */
function plainPart({ recipients: _, email_format: __, destinations: ___, ...plain }: ScheduleArgs) {
  return plain;
}

/** All destinations; undefined where the arguments name none. */
function destinationsOf({ recipients, email_format, destinations }: ScheduleArgs, content: ScheduledContent) {
  if (recipients === undefined && destinations === undefined) return undefined;
  const format = email_format ?? (content.name.endsWith('dashboard_id') ? 'wysiwyg_pdf' : 'csv');
  return [
    ...[...new Set(recipients)].map((address) => ({ type: 'email', address, format })),
    ...(destinations ?? []).map(({ parameters, ...destination }) => ({
      ...destination,
      ...(parameters !== undefined && { parameters: JSON.stringify(parameters) }),
    })),
  ];
}

/** The present destinations, where the mails among them are to have another format. */
function reformatted(plan: Args, { email_format: format }: ScheduleArgs) {
  if (format === undefined) return undefined;
  return recordsOf(plan.scheduled_plan_destination).map((destination) =>
    destination.type === 'email' ? { ...destination, format } : destination,
  );
}

/** What gives way: there is one content, and a crontab or a datagroup. */
function cleared(args: ScheduleArgs, before: Args): Readonly<Record<string, null>> {
  const rivals = [CONTENT, ['crontab', 'datagroup'] as const];
  const given: Args = args;
  const gone = rivals
    .filter((names) => names.some((name) => given[name] !== undefined))
    .flatMap((names) => names.filter((name) => given[name] === undefined && (before[name] ?? null) !== null));
  return Object.fromEntries(gone.map((name) => [name, null]));
}
