import type { Parameter } from './operation.js';
import type { ToolRow } from './tool-row.js';

const timeoutSeconds: Parameter = {
  name: 'timeout_seconds',
  description:
    'How long to wait for the rows. Then the query goes on, and a handle for looker_query_results is answered.',
  required: false,
  schema: { type: 'integer', minimum: 1 },
};

/** Of a tool that waits for queries: the operations that are sent for it, and how long a caller wants to wait. */
export const waitsForQueries: Pick<ToolRow, 'needs' | 'own'> = {
  needs: ['create_query_task', 'query_task', 'query_task_results', 'query_task_multi_results', 'kill_query'],
  own: [timeoutSeconds],
};
