import { isRecord, type JsonRecord } from '../../values/is-record.js';
import type { ToolCall } from '../catalogue/tool.js';
import { lookerPath } from '../schema/path-segment.js';
import { recordsOf } from './list-answer.js';

/** Looker operation all_running_queries. Without an administrator's rights Looker tells of one's own alone. */
export const runningQueries = async (call: Pick<ToolCall, 'send'>): Promise<readonly JsonRecord[]> =>
  recordsOf((await call.send({ verb: 'GET', path: '/running_queries', query: {} })).body);

/** Looker operation kill_query. */
export const killQuery = (call: Pick<ToolCall, 'send'>, taskId: string) =>
  call.send({ verb: 'DELETE', path: lookerPath`/running_queries/${taskId}`, query: {} });

export const taskIdOf = (query: JsonRecord): string => String(query.query_task_id ?? query.id ?? '');
export const secondsOf = (query: JsonRecord): number => Number(query.runtime ?? 0);

/** A running query as answers have it: whose, on what, since when. */
export function runningView(running: JsonRecord): JsonRecord {
  const inner = (name: string): JsonRecord => (isRecord(running[name]) ? running[name] : {});
  const [query, look, user] = [inner('query'), inner('look'), inner('user')];
  const shown = {
    ...{ query_task_id: taskIdOf(running), status: running.status, seconds: Math.round(secondsOf(running) * 10) / 10 },
    ...{ began: running.created_at, user: user.display_name, user_id: user.id, source: running.source },
    ...{ model: query.model, explore: query.view, query_id: running.query_id, look_id: look.id, look: look.title },
    ...{ connection: running.connection_name, message: running.message },
    ...(isRecord(running.sql_query) && { sql: String(running.sql_query.sql ?? '').slice(0, SQL_CHARACTERS_MAX) }),
  };
  return Object.fromEntries(
    Object.entries(shown).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  );
}

const SQL_CHARACTERS_MAX = 300;
