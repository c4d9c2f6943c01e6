import { LookerError } from '../../../../looker/looker-error.js';
import { type TaskTool, writtenTask } from '../../../catalogue/task-tool.js';
import type { ToolCall } from '../../../catalogue/tool.js';
import { explainError } from '../../../run/explain-error.js';
import { recordsOf } from '../../../run/list-answer.js';
import { recordId } from '../../../run/record-id.js';
import { valueResult } from '../../../run/tool-answer.js';
import { refusedResult, type ToolResult, textResult } from '../../../run/tool-result.js';
import { lookerPath } from '../../../schema/path-segment.js';
import { type AgentAnswer, answerOf } from './agent-answer.js';
import { exploresSchema } from './agent-tasks.js';

const NAME_CHARACTERS_MAX = 80;

/** Starts a conversation that is named after its first question. */
async function converse(call: ToolCall, question: string, about: Readonly<Record<string, unknown>>): Promise<string> {
  const name = [...question.trim()].slice(0, NAME_CHARACTERS_MAX).join('');
  const body = { name, ...about };
  const made = await call.send({ verb: 'POST', path: '/conversations', query: { fields: 'id' }, body });
  return recordId(made.body);
}

/** Asks; nothing is stored by that (https://docs.cloud.google.com/looker/docs/best-practices/ca-apis-in-looker-api-best-practices). */
async function chat(call: ToolCall, conversation_id: string, user_message: string): Promise<unknown> {
  call.progress({ done: 0, message: 'Looker looks for the answer.' });
  const path = '/conversational_analytics/chat';
  const body = { conversation_id, user_message };
  const answerWithinMs = call.limits.timeMs;
  return (await call.send({ verb: 'POST', path, query: {}, body, answerWithinMs })).body;
}

/** Stores question and answer, which the agent is shown with the next question. */
async function remember(call: ToolCall, conversationId: string, question: string, said: unknown): Promise<void> {
  const path = lookerPath`/conversations/${conversationId}/messages`;
  const messages = [
    { type: 'user', message: { userMessage: { text: question } } },
    ...recordsOf(said).map((message) => ({ type: 'system', message })),
  ];
  await call.send({ verb: 'POST', path, query: { fields: 'id' }, body: { messages } });
}

/** Looker's reason where it refuses; undefined once done. */
async function reasonAgainst(work: Promise<unknown>): Promise<string | undefined> {
  try {
    await work;
    return undefined;
  } catch (error) {
    if (error instanceof LookerError) return explainError(error);
    throw error;
  }
}

/** Also where the caller has left: nobody is to find a conversation that they never began. */
const forget = (call: ToolCall, id: string) =>
  reasonAgainst(call.undo({ verb: 'DELETE', path: '/conversations', query: { id } }));

/** Asks in a conversation that was made for that, which is deleted where nothing comes of it. */
async function firstAnswer(call: ToolCall, conversationId: string, question: string): Promise<unknown> {
  try {
    return await chat(call, conversationId, question);
  } catch (error) {
    await forget(call, conversationId);
    throw error;
  }
}

const isBlank = (text: string) => text.trim() === '';

const failed = (error: string): ToolResult =>
  textResult(`The agent has no answer: "${error}". Ask otherwise, or use query with fields of your own.`, null, true);

const answered = (answer: AgentAnswer, more: Readonly<Record<string, unknown>>): ToolResult =>
  valueResult({ ...answer, ...more }, answer.rows?.length ?? null);

export const askTasks: readonly TaskTool[] = [
  writtenTask({
    name: 'ask_agent',
    effect: 'write',
    adds: true,
    about: 'Asks an agent of Conversational Analytics about data; answers its words, its queries with links, and rows.',
    hint: 'A first question takes agent_id, from list_agents; each further one conversation_id of the answer before. It may take a minute.',
    mayActAs: true,
    arguments: {
      question: { type: 'string', description: 'In plain language.' },
      agent_id: { type: 'string', description: 'Begins a conversation.' },
      conversation_id: { type: 'string', description: 'Goes on with it.' },
    },
    required: ['question'],
    requiredGroups: [['agent_id', 'conversation_id']],
    needs: ['create_conversation', 'conversational_analytics_chat', 'create_conversation_message'],
    run: async (call, { question, agent_id, conversation_id: given }) => {
      if (isBlank(question)) return refusedResult('question is empty: ask one.');
      const id = given ?? (await converse(call, question, { agent_id }));
      const said = given === undefined ? await firstAnswer(call, id, question) : await chat(call, id, question);
      const answer = answerOf(call, said);
      if ('error' in answer) {
        if (given === undefined) await forget(call, id);
        return failed(answer.error);
      }
      const reason = await reasonAgainst(remember(call, id, question, said));
      const note = `The agent will not remember this: ${reason}`;
      return answered(answer, { conversation_id: id, ...(reason !== undefined && { note }) });
    },
  }),
  writtenTask({
    name: 'ask_data_insights',
    title: 'Ask about data in words',
    // What it makes is gone with its answer: nobody finds anything that was not there before.
    effect: 'read',
    about:
      'Asks Conversational Analytics one question about up to five explores; answers words, queries with links, and rows. Nothing is kept.',
    hint: 'Explores: get_model. It may take a minute; where the fields are known, query is quicker.',
    mayActAs: true,
    arguments: {
      user_query_with_context: { type: 'string', description: 'The question, with what it refers to.' },
      explore_references: exploresSchema,
    },
    required: ['user_query_with_context', 'explore_references'],
    otherNames: { question: 'user_query_with_context', explores: 'explore_references' },
    needs: ['create_conversation', 'conversational_analytics_chat', 'delete_conversation'],
    run: async (call, { user_query_with_context: question, explore_references: sources }) => {
      if (isBlank(question)) return refusedResult('user_query_with_context is empty: ask a question.');
      const id = await converse(call, question, { sources });
      const answer = answerOf(call, await firstAnswer(call, id, question));
      const reason = await forget(call, id);
      if ('error' in answer) return failed(answer.error);
      const note = `Conversation ${id} was left behind: ${reason}`;
      return answered(answer, reason === undefined ? {} : { note });
    },
  }),
];
