import { isRecord, type JsonRecord } from '../../../values/is-record.js';
import { taskGroup, writtenTask } from '../../catalogue/task-tool.js';
import type { ToolCall } from '../../catalogue/tool.js';
import { findRecordId } from '../../run/record-id.js';
import { valueResult } from '../../run/tool-answer.js';
import { refusedResult } from '../../run/tool-result.js';

const SOURCES_MAX = 5;
const ROWS_MAX = 50;
const NAME_CHARACTERS_MAX = 80;

const recordsIn = (value: unknown): readonly JsonRecord[] => (Array.isArray(value) ? value.filter(isRecord) : []);
const recordAt = (value: unknown, name: string): JsonRecord =>
  isRecord(value) && isRecord(value[name]) ? value[name] : {};

/** What an agent said: its words, the queries that it made, and the rows that it read (Looker `ConversationalAnalyticsChat…`). */
function answerOf(body: unknown) {
  const messages = recordsIn(body).map((one) => recordAt(one, 'systemMessage'));
  const parts = messages.flatMap((message) => recordAt(message, 'text').parts ?? []);
  const data = messages.map((message) => recordAt(message, 'data'));
  const queries = data.map((one) => recordAt(one, 'generatedLookerQuery')).filter((query) => query.model !== undefined);
  const rows = data.flatMap((one) => recordsIn(recordAt(one, 'result').data));
  return {
    answer: parts.map(String).join('\n'),
    ...(queries.length > 0 && { queries: queries.map(queryView) }),
    ...(rows.length > 0 && { rows: rows.slice(0, ROWS_MAX) }),
    ...(rows.length > ROWS_MAX && { rows_left_out: rows.length - ROWS_MAX }),
  };
}

const QUERY = ['model', 'view', 'fields', 'filters', 'sorts', 'pivots', 'limit'];

const queryView = (query: JsonRecord) =>
  Object.fromEntries(QUERY.flatMap((name) => ((query[name] ?? null) === null ? [] : [[name, query[name]]])));

/** Deletes a conversation for good: what it was begun for is answered. */
async function end(call: ToolCall, id: string): Promise<void> {
  await call.send({ verb: 'DELETE', path: '/conversations', query: { id } });
}

export const conversationalTasks = taskGroup('conversational', [
  writtenTask({
    mayActAs: true,
    name: 'ask_data_insights',
    effect: 'read',
    title: 'Ask about data in words',
    about:
      'Has Looker’s Conversational Analytics answer a question in words, with its queries and rows. Nothing is stored.',
    hint: 'To be sure of figures use query.',
    arguments: {
      user_query_with_context: { type: 'string', description: 'The question, with what it refers to.' },
      explore_references: {
        type: 'array',
        minItems: 1,
        maxItems: SOURCES_MAX,
        description: 'Explores to ask.',
        items: {
          type: 'object',
          properties: { model: { type: 'string' }, explore: { type: 'string' } },
          required: ['model', 'explore'],
          additionalProperties: false,
        },
      },
    },
    required: ['user_query_with_context', 'explore_references'],
    needs: ['create_conversation', 'conversational_analytics_chat', 'delete_conversation'],
    run: async (call, { user_query_with_context: question, explore_references: sources }) => {
      if (question.trim() === '') return refusedResult('user_query_with_context is empty: ask a question.');
      const name = [...question].slice(0, NAME_CHARACTERS_MAX).join('');
      const made = await call.send({ verb: 'POST', path: '/conversations', query: {}, body: { name, sources } });
      const conversation = String(findRecordId(made.body));
      try {
        call.progress({ done: 0, message: 'Looker looks for the answer.' });
        const { body } = await call.send({
          verb: 'POST',
          path: '/conversational_analytics/chat',
          query: {},
          body: { conversation_id: conversation, user_message: question },
          answerWithinMs: call.limits.timeMs,
        });
        return valueResult(answerOf(body));
      } finally {
        await end(call, conversation);
      }
    },
  }),
]);
