import { queryAnswer } from '../schema/answer-schemas.js';

const timeoutSeconds = (description: string) => ({ timeout_seconds: { type: 'integer', description } }) as const;

/** How long a caller wants to wait, explained for the one tool that shows it. */
export const explainedTimeout = timeoutSeconds('Wait no longer; then a handle for looker_query_results is answered.');

/** The same for the task tool that shows it. */
export const explainedTaskTimeout = timeoutSeconds('Wait no longer; then a handle for query_results is answered.');

/** The same for every other tool. */
export const timeout = timeoutSeconds('Wait no longer; then a handle is answered.');

/** Of a tool that waits for queries: the operations that are sent for it, and what it answers. */
export const waitsForQueries = {
  needs: ['create_query_task', 'query_task', 'query_task_results', 'query_task_multi_results', 'kill_query'],
  answer: queryAnswer,
  answersRows: true,
} as const;
