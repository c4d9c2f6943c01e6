import { queryAnswer } from '../schema/answer-schemas.js';
import type { Parameter } from './operation.js';
import type { ToolRow } from './tool-row.js';

const timeoutSeconds = (description: string): Parameter => ({
  name: 'timeout_seconds',
  description,
  required: false,
  schema: { type: 'integer', minimum: 1 },
});

/** How long a caller wants to wait, explained for the one tool that shows it. */
export const explainedTimeout = timeoutSeconds('Wait no longer; then a handle for looker_query_results is answered.');

/** Of a tool that waits for queries: the operations that are sent for it, how long a caller wants to wait, and what it answers. */
export const waitsForQueries = {
  needs: ['create_query_task', 'query_task', 'query_task_results', 'query_task_multi_results', 'kill_query'],
  own: [timeoutSeconds('Wait no longer; then a handle is answered.')],
  answer: queryAnswer,
  answersRows: true,
} as const satisfies Pick<ToolRow, 'needs' | 'own' | 'answer' | 'answersRows'>;
