import type { ActivityRow } from './activity-tables.js';
import { activityTime } from './activity-times.js';

/** One build of a derived table. */
export interface Build {
  tid: string;
  model: string;
  view: string;
  connection: string;
  /** `prod` or `dev`. */
  context: string;
  startedAt: Date;
  seconds: number;
  /** The entry of the log that a failed build ends with. */
  failure: { action: string; message: string } | null;
}

type Action = readonly [action: string, data: string, at: Date];

/** What the log and the list of builds say about a build. Ids count up from `firstId`. */
export function buildRows(build: Build, firstId: number): { events: ActivityRow[]; build: ActivityRow[] } {
  const { failure, startedAt } = build;
  const endedAt = new Date(startedAt.getTime() + build.seconds * 1_000);
  const begin: Action = ['create begin', build.context, startedAt];
  const actions: readonly Action[] = [
    ...(failure?.action === 'trigger value error' ? [] : [begin]),
    failure === null ? ['create complete', '', endedAt] : [failure.action, failure.message, endedAt],
  ];
  const isBegun = actions.length > 1;
  return {
    events: actions.map(([action, data, at], index) => ({
      id: firstId + index,
      created_at: activityTime(at),
      action,
      action_data: data === '' ? null : data,
      connection: build.connection,
      hash: hashOf(`${build.model}.${build.view}`),
      model_name: build.model,
      view_name: build.view,
      table_name: `LR$${hashOf(build.view).slice(0, 6)}_${build.view}`,
      tid: build.tid,
      sequence: index + 1,
    })),
    build: isBegun ? [rowOf(build, firstId, endedAt)] : [],
  };
}

function rowOf(build: Build, id: number, endedAt: Date): ActivityRow {
  return {
    id,
    tid: build.tid,
    status: build.failure === null ? 'done' : build.failure.action,
    context: build.context,
    connection: build.connection,
    model_name: build.model,
    view_name: build.view,
    start_at: activityTime(build.startedAt),
    end_at: activityTime(endedAt),
    elapsed_seconds: build.seconds,
  };
}

/** Looks like the hash of a table, and is the same for the same text. */
function hashOf(text: string): string {
  const numbers = [...text].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), 7);
  return (numbers >>> 0).toString(16).padStart(8, '0').repeat(4);
}
