import { type TaskTool, writtenTask } from '../../../catalogue/task-tool.js';
import { listResult } from '../../../run/list-answer.js';
import { killQuery, runningQueries, runningView, secondsOf, taskIdOf } from '../../../run/running-queries.js';
import { valueResult } from '../../../run/tool-answer.js';
import { refusedResult } from '../../../run/tool-result.js';

export const runningQueryTasks: readonly TaskTool[] = [
  writtenTask({
    name: 'list_running_queries',
    about: 'Lists the queries that Looker is working on, longest first: whose, on what, for how many seconds.',
    hint: 'Stop one with kill_query.',
    arguments: {},
    needs: ['all_running_queries'],
    run: async (call, args) => {
      const running = (await runningQueries(call)).toSorted((one, other) => secondsOf(other) - secondsOf(one));
      return listResult(call, args, running.map(runningView));
    },
  }),
  writtenTask({
    name: 'kill_query',
    effect: 'destructive',
    about: 'Stops a running query; who waits for it gets an error.',
    arguments: { query_task_id: { type: 'string', description: 'From list_running_queries.' } },
    required: ['query_task_id'],
    needs: ['all_running_queries', 'kill_query'],
    run: async (call, { query_task_id: id }) => {
      const running = (await runningQueries(call)).find((query) => taskIdOf(query) === id || query.id === id);
      if (running === undefined)
        return refusedResult(
          `No query ${id} is running: it may have ended. See list_running_queries. Nothing was done.`,
        );
      await killQuery(call, taskIdOf(running));
      return valueResult({ killed: runningView(running) });
    },
  }),
];
