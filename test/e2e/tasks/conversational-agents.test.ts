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
const agentAtLooker = (id: string) => world.ask('GET', `/agents/${id}`);
const conversations = () => world.ask<{ id: string; name: string }[]>('GET', '/conversations/search');
const messagesOf = (id: string) => world.ask<Message[]>('GET', `/conversations/${id}/messages`);
const byStatus = () =>
  world.ask<Record<string, unknown>[]>('POST', '/queries/run/json', {
    ...{ model: 'ecommerce', view: 'orders', fields: ['orders.status', 'orders.count'] },
    sorts: ['orders.count desc'],
  });

it('ask_agent: answers words, rows, and the query with its absolute link', async () => {
  const answered = await ask({ agent_id: '1' });
  expect(answered.answer).toMatch(/orders/i);
  expect(answered.rows).toEqual(await byStatus());
  expect(answered.queries).toEqual([
    {
      ...{ model: 'ecommerce', view: 'orders', fields: ['orders.status', 'orders.count'], limit: '20' },
      sorts: ['orders.count desc'],
      url: expect.stringMatching(new RegExp(`^${world.looker.baseUrl}/explore/ecommerce/orders\\?qid=\\w+$`)),
    },
  ]);
});

it('ask_agent: keeps each question and what was said to it in its conversation, for the next question', async () => {
  const { conversation_id } = await ask({ agent_id: '1' });
  const again = await ask({ conversation_id, question: 'How many users are there by state?' });
  expect(again.conversation_id).toBe(conversation_id);
  const kept = await messagesOf(conversation_id);
  const questions = kept.filter(({ type }) => type === 'user').map(({ message }) => message);
  expect(questions).toEqual([
    { userMessage: { text: QUESTION } },
    { userMessage: { text: 'How many users are there by state?' } },
  ]);
  expect(kept.find(({ type }) => type === 'system')?.message).toMatchObject({ systemMessage: expect.anything() });
  expect(await world.ask('GET', `/conversations/${conversation_id}`)).toMatchObject({ name: QUESTION, agent_id: '1' });
});

it('ask_agent: leaves no conversation behind where the agent cannot be asked', async () => {
  const before = await conversations();
  expect(await world.refusal('ask_agent', { question: QUESTION, agent_id: '4242' })).toContain('agent_id');
  expect(await world.refusal('ask_agent', { question: QUESTION, conversation_id: '4242' })).toContain('404');
  world.looker.setFault({ fault: 'status=500', urlIncludes: '/conversational_analytics/chat' });
  await world.refusal('ask_agent', { question: QUESTION, agent_id: '1' });
  world.looker.setFault(null);
  expect(await conversations()).toEqual(before);
});

it('ask_agent: sends nothing without a question, and without an agent or a conversation', async () => {
  const from = world.looker.requests.length;
  expect(await world.refusal('ask_agent', { question: ' ', agent_id: '1' })).toContain('question is empty');
  expect(await world.refusal('ask_agent', { question: QUESTION })).toMatch(/agent_id.*conversation_id/);
  expect(world.looker.requests).toHaveLength(from);
});

it('ask_agent: asks as the user whom act_as_user names, and finds that conversation only as that user', async () => {
  const act_as_user = 'ada.fischer@example.com';
  const { conversation_id } = await ask({ agent_id: '1', act_as_user });
  const idsOf = async (args: object) =>
    (await world.call<{ result: { id: string }[] }>('list_conversations', { ...args })).result.map(({ id }) => id);
  expect(await idsOf({ act_as_user })).toContain(conversation_id);
  expect(await idsOf({})).not.toContain(conversation_id);
});

it('create_agent: makes an agent with its explores and instructions', async () => {
  const made = await createAgent('Order Clerk', { instructions: 'Be brief.', code_interpreter: true });
  expect(made.next).toContain('ask_agent');
  expect(await agentAtLooker(made.id)).toMatchObject({
    ...{ name: 'Order Clerk', description: 'About orders', sources: ORDERS, code_interpreter: true },
    context: { instructions: 'Be brief.' },
  });
});

it('create_agent: says when the agent does not reach an explore, and that a name is taken', async () => {
  const lost = await createAgent('Lost Clerk', { explores: [{ model: 'ecommerce', explore: 'nowhere' }] });
  expect(lost.next).toContain('update_agent');
  const again = { name: 'Lost Clerk', description: 'Once more', explores: ORDERS };
  expect(await world.refusal('create_agent', again)).toContain('name');
});

it('list_agents: finds agents by a part of their name, with their explores', async () => {
  await createAgent('Returns Desk');
  const { result } = await world.call<{ result: object[] }>('list_agents', { name: 'Returns' });
  expect(result).toEqual([
    {
      ...{ id: expect.any(String), name: 'Returns Desk', description: 'About orders', sources: ORDERS },
      created_by_name: expect.any(String),
    },
  ]);
  expect((await world.call<{ result: object[] }>('list_agents', { name: 'No such agent' })).result).toEqual([]);
});

it('get_agent: answers explores, instructions and example questions', async () => {
  expect(await world.call('get_agent', { agent_id: '1' })).toMatchObject({
    ...{ name: 'Shop Assistant', sources: ORDERS, instructions: 'Revenue is in US dollars.' },
    golden_queries: [{ questions: ['Which states order most?'] }],
  });
  expect(await world.refusal('get_agent', { agent_id: '4242' })).toContain('404');
});

it('update_agent: changes what is named and nothing else, and takes an agent into the trash and back', async () => {
  const { id } = await createAgent('Changing Clerk', { instructions: 'Be brief.' });
  await world.call('update_agent', { agent_id: id, description: 'About more' });
  expect(await agentAtLooker(id)).toMatchObject({
    ...{ name: 'Changing Clerk', description: 'About more', sources: ORDERS },
    context: { instructions: 'Be brief.' },
  });
  const listed = async () =>
    (await world.call<{ result: object[] }>('list_agents', { name: 'Changing' })).result.length;
  await world.call('update_agent', { agent_id: id, deleted: true });
  expect(await listed()).toBe(0);
  await world.call('update_agent', { agent_id: id, deleted: false });
  expect(await listed()).toBe(1);
});

it('update_agent: sends nothing where nothing is to be changed', async () => {
  const from = world.looker.requests.length;
  expect(await world.refusal('update_agent', { agent_id: '1' })).toContain('Nothing to change');
  expect(world.looker.requests).toHaveLength(from);
});

it('delete_agent: answers what was deleted, and deletes nothing for an unknown id', async () => {
  const { id } = await createAgent('Passing Clerk');
  expect(await world.call('delete_agent', { agent_id: id })).toEqual({ deleted: { id, name: 'Passing Clerk' } });
  await expect(agentAtLooker(id)).rejects.toThrow('404');
  expect(await world.refusal('delete_agent', { agent_id: id })).toContain('404');
});
