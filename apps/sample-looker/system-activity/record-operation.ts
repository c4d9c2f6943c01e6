import { Answer, type Call, isRecord } from '../api.js';
import { findOperation } from '../catalogue/looker-catalogue.js';
import type { Instance } from '../instance.js';
import { recordEvent } from './record-event.js';

/** What is asked and drawn is in the history, and changes nothing. */
const withoutEvents = [
  ...['queries', 'query_tasks', 'running_queries', 'merge_queries', 'sql_queries', 'sql_interface_queries'],
  ...['render_tasks', 'session', 'internal', 'conversational_analytics'],
];

/** Adds a change by the API to the events, by the name of its operation. */
export function recordOperation(
  instance: Instance,
  { method, path }: { method: string; path: string },
  { call, result }: { call: Call; result: unknown },
): void {
  const [, room = ''] = path.split('/');
  if (method === 'GET' || withoutEvents.includes(room)) return;
  const operation = findOperation(method, path.replace(/:(\w+)/g, '{$1}'));
  if (operation === undefined) return;
  const category = room.replace(/ies$/, 'y').replace(/s$/, '');
  const made = result instanceof Answer ? result.body : result;
  const id = isRecord(made) && typeof made.id === 'string' ? { [`${category}_id`]: made.id } : {};
  recordEvent(instance, call.token, { name: operation.id, category, attributes: { ...id, ...call.params } });
}
