import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld({ sample: { today: '2026-11-20' }, config: { identity: { act_as_user: true } } });
});
afterAll(() => world.close());

interface Answered {
  readonly answer: string;
  readonly queries: { readonly url: string; readonly fields: string[] }[];
  readonly rows: Record<string, unknown>[];
  readonly row_count?: number;
  readonly conversation_id: string;
}
interface Message {
  readonly type: string;
  readonly message: Record<string, unknown>;
}

const ORDERS = [{ model: 'ecommerce', explore: 'orders' }];
const QUESTION = 'How many orders are there by status?';
const ask = (args: Record<string, unknown>) => world.call<Answered>('ask_agent', { question: QUESTION, ...args });
const createAgent = (name: string, more: Record<string, unknown> = {}) =>
  world.call<{ id: string; next: string }>('create_agent', {
    ...{ name, description: 'About orders', explores: ORDERS },
    ...more,
  });
const messagesOf = (id: string) => world.ask<Message[]>('GET', `/conversations/${id}/messages`);

it('list_conversations: finds conversations by a part of their name and by their agent', async () => {
  const { id: agent_id } = await createAgent('Talking Clerk');
  const { conversation_id } = await ask({ agent_id, question: 'How many orders, by the way?' });
  const list = async (args: object) =>
    (await world.call<{ result: object[] }>('list_conversations', { ...args })).result;
  const found = { id: conversation_id, name: 'How many orders, by the way?', agent_id, updated_at: expect.any(String) };
  expect(await list({ name: 'by the way' })).toEqual([found]);
  expect(await list({ agent_id })).toEqual([found]);
});

it('get_conversation: answers each question with what was said and its queries, and without old rows', async () => {
  const { conversation_id, answer, queries } = await ask({ agent_id: '1' });
  await ask({ conversation_id, question: 'What is the weather?' });
  const { turns } = await world.call<{ turns: object[] }>('get_conversation', { conversation_id });
  expect(turns).toEqual([
    { question: QUESTION, answer, queries },
    { question: 'What is the weather?', answer: expect.stringContaining('no field') },
  ]);
});

it('get_conversation: reads questions that were stored as a text, and answers an empty conversation', async () => {
  const { id } = await world.ask<{ id: string }>('POST', '/conversations', { name: 'By hand', agent_id: '1' });
  expect(await world.call('get_conversation', { conversation_id: id })).toMatchObject({ name: 'By hand', turns: [] });
  await world.ask('POST', `/conversations/${id}/messages`, {
    messages: [{ type: 'user', message: { text: 'Hello' } }],
  });
  expect(await world.call('get_conversation', { conversation_id: id })).toMatchObject({
    turns: [{ question: 'Hello' }],
  });
});

it('update_conversation: names it otherwise, and refuses to do nothing', async () => {
  const { conversation_id } = await ask({ agent_id: '1' });
  await world.call('update_conversation', { conversation_id, name: 'Orders by status' });
  expect(await world.ask('GET', `/conversations/${conversation_id}`)).toMatchObject({ name: 'Orders by status' });
  expect(await world.refusal('update_conversation', { conversation_id })).toContain('Nothing to change');
});

it('delete_conversation: deletes it with what was said', async () => {
  const { conversation_id } = await ask({ agent_id: '1' });
  expect(await world.call('delete_conversation', { conversation_id })).toEqual({
    deleted: { id: conversation_id, name: QUESTION },
  });
  await expect(messagesOf(conversation_id)).rejects.toThrow('404');
  expect(await world.refusal('delete_conversation', { conversation_id })).toContain('404');
});
