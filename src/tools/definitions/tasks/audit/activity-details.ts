import type { JsonRecord } from '../../../../values/is-record.js';
import type { ToolCall } from '../../../catalogue/tool.js';
import { type ActivityRows, askActivity } from '../../../run/system-activity.js';
import { anyOf } from '../../../schema/filter-values.js';

/** The builds with the messages of those that failed, which are in the event log. */
export async function withBuildErrors(call: ToolCall, builds: ActivityRows['rows']): Promise<readonly JsonRecord[]> {
  const failed = builds.filter(({ status }) => /error|cancel|fail/i.test(String(status))).map(({ tid }) => String(tid));
  if (failed.length === 0) return builds.map(withoutTransaction);
  const { rows } = await askActivity(call, {
    explore: 'pdt_event_log',
    columns: { tid: 'pdt_event_log.tid', said: 'pdt_event_log.action_data' },
    filters: {
      'pdt_event_log.tid': anyOf(failed, 'string') ?? undefined,
      'pdt_event_log.action': '%error%,%cancel%,%fail%',
    },
    limit: failed.length * 2,
  });
  const errors = new Map(rows.map(({ tid, said }) => [tid, said]));
  return builds.map((build) => ({
    ...withoutTransaction(build),
    ...(errors.has(build.tid) && { message: errors.get(build.tid) }),
  }));
}

const withoutTransaction = ({ tid: _, ...build }: JsonRecord): JsonRecord => build;

/** The events with their details, such as on which record. */
export async function withAttributes(call: ToolCall, events: ActivityRows['rows']): Promise<readonly JsonRecord[]> {
  if (events.length === 0) return events;
  const { rows } = await askActivity(call, {
    explore: 'event_attribute',
    columns: { id: 'event_attribute.event_id', name: 'event_attribute.name', value: 'event_attribute.value' },
    filters: { 'event_attribute.event_id': events.map(({ id }) => String(id)).join(',') },
    limit: events.length * ATTRIBUTES_MAX,
  });
  const details = new Map<unknown, Record<string, unknown>>();
  for (const { id, name, value } of rows) details.set(id, { ...details.get(id), [String(name)]: value });
  return events.map(({ id, by_api: byApi, ...event }) => ({
    ...event,
    ...(byApi === 'Yes' && { by_api: true }),
    ...(details.has(id) && { details: details.get(id) }),
  }));
}

/** So many attributes an event are read, on average. */
const ATTRIBUTES_MAX = 6;
