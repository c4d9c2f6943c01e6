import { isRecord, type JsonRecord } from '../../../../values/is-record.js';
import { type TaskTool, writtenTask } from '../../../catalogue/task-tool.js';
import type { ToolCall } from '../../../catalogue/tool.js';
import { briefResult } from '../../../run/brief-answer.js';
import { withoutNulls } from '../../../run/deleted-answer.js';
import { recordsOf } from '../../../run/list-answer.js';
import { listContent, partOf } from '../../../run/listed-content.js';
import { valueResult } from '../../../run/tool-answer.js';
import { refusedResult } from '../../../run/tool-result.js';
import { lookerPath } from '../../../schema/path-segment.js';
import { answerOf } from './agent-answer.js';

const conversationId = { conversation_id: { type: 'string' } } as const;
const byId = { hint: 'Find its id with list_conversations.', mayActAs: true } as const;

export const conversationTasks: readonly TaskTool[] = [
  writtenTask({
    name: 'list_conversations',
    about: 'Lists your own conversations with agents.',
    hint: 'Go on with one by ask_agent.',
    mayActAs: true,
    arguments: {
      name: { type: 'string', description: 'A part of the name.' },
      agent_id: { type: 'string', description: 'Only those with it.' },
    },
    needs: ['search_conversations'],
    run: (call, args) =>
      listContent(call, args, {
        path: '/conversations/search',
        query: { name: args.name === undefined ? undefined : partOf(args.name), agent_id: args.agent_id },
        brief: { properties: ['name', 'agent_id', 'updated_at'] },
        pagedBy: 'looker',
      }),
  }),
  writtenTask({
    ...byId,
    name: 'get_conversation',
    about: 'Gets what was asked and answered in a conversation, with the queries.',
    arguments: conversationId,
    required: ['conversation_id'],
    needs: ['get_conversation', 'all_conversation_messages'],
    run: async (call, { conversation_id: id }) => {
      const fields = 'id,name,agent_id,sources,created_at,updated_at,missing_agent';
      const path = lookerPath`/conversations/${id}`;
      const { body } = await call.send({ verb: 'GET', path, query: { fields } });
      const said = await call.send({ verb: 'GET', path: `${path}/messages`, query: { fields: 'type,order,message' } });
      return valueResult({ ...withoutNulls(body, fields), turns: turnsOf(call, recordsOf(said.body)) });
    },
  }),
  writtenTask({
    ...byId,
    name: 'update_conversation',
    about: 'Names a conversation otherwise, or moves it into the trash and back.',
    arguments: {
      ...conversationId,
      name: { type: 'string', minLength: 1 },
      deleted: { type: 'boolean', description: 'true: into the trash; false: back.' },
    },
    required: ['conversation_id'],
    needs: ['update_conversation'],
    run: async (call, { conversation_id, name, deleted }) => {
      const body = { ...(name !== undefined && { name }), ...(deleted !== undefined && { deleted }) };
      if (Object.keys(body).length === 0) return refusedResult('Nothing to change: pass name or deleted.');
      const path = lookerPath`/conversations/${conversation_id}`;
      const changed = await call.send({ verb: 'PATCH', path, query: { fields: 'id,name,deleted' }, body });
      return briefResult(call, changed.body, { properties: ['name', 'deleted'] });
    },
  }),
  writtenTask({
    ...byId,
    name: 'delete_conversation',
    about: 'Deletes a conversation with all that was said for good.',
    hint: 'To be able to undo it: update_conversation with deleted: true.',
    arguments: conversationId,
    required: ['conversation_id'],
    needs: ['delete_conversation', 'get_conversation'],
    run: async (call, { conversation_id: id }) => {
      const fields = 'id,name';
      const { body } = await call.send({ verb: 'GET', path: lookerPath`/conversations/${id}`, query: { fields } });
      await call.send({ verb: 'DELETE', path: '/conversations', query: { id } });
      return valueResult({ deleted: withoutNulls(body, fields) });
    },
  }),
];

/** Each question with what was answered to it, without the rows, which are those of their time. */
function turnsOf(call: ToolCall, messages: readonly JsonRecord[]): unknown[] {
  const inOrder = [...messages].sort((left, right) => Number(left.order) - Number(right.order));
  const turns: { question?: string; said: unknown[] }[] = [];
  for (const { type, message } of inOrder) {
    if (type === 'user') turns.push({ question: questionIn(message), said: [] });
    else if (turns.length === 0) turns.push({ said: [message] });
    else turns.at(-1)?.said.push(message);
  }
  return turns.map(({ said, ...turn }) => {
    if (said.length === 0) return turn;
    const answer = answerOf(call, said);
    if ('error' in answer) return { ...turn, ...answer };
    const { rows: _, row_count: __, ...words } = answer;
    return { ...turn, ...words };
  });
}

/** As ask_agent and Google's programs store it, or as a text alone. */
function questionIn(message: unknown): string {
  const said = isRecord(message) && isRecord(message.userMessage) ? message.userMessage : message;
  return isRecord(said) && typeof said.text === 'string' ? said.text : '';
}
