import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTaskWorld, type TaskWorld } from '../../support/task-world.js';

let world: TaskWorld;
beforeAll(async () => {
  world = await startTaskWorld();
});
afterAll(() => world.close());

interface Answer {
  readonly answer: string;
  readonly queries: {
    readonly model: string;
    readonly view: string;
    readonly fields: string[];
    readonly url: string;
  }[];
  readonly rows: Record<string, unknown>[];
}
const conversations = () => world.ask<unknown[]>('GET', '/conversations/search');
const ORDERS = { model: 'ecommerce', explore: 'orders' };

it('ask_data_insights: answers in words, with the query and the rows, and leaves no conversation behind', async () => {
  const before = await conversations();
  const given = { user_query_with_context: 'Count of orders by status', explore_references: [ORDERS] };
  const asked = await world.call<Answer>('ask_data_insights', given);
  expect(asked.answer).toMatch(/orders/i);
  expect(asked.queries[0]).toMatchObject({ model: 'ecommerce', view: 'orders' });
  expect(asked.queries[0]?.url).toContain(`${world.looker.baseUrl}/explore/ecommerce/orders?qid=`);
  expect(Object.keys(asked.rows[0] ?? {})).toEqual(asked.queries[0]?.fields);
  expect(await conversations()).toEqual(before);
});

it('ask_data_insights: leaves no conversation behind where Looker fails to answer', async () => {
  const before = await conversations();
  world.looker.setFault({ fault: 'status=500', urlIncludes: '/conversational_analytics/chat', times: 1 });
  const given = { user_query_with_context: 'How many orders?', explore_references: [ORDERS] };
  expect(await world.refusal('ask_data_insights', given)).toContain('500');
  expect(await conversations()).toEqual(before);
});

it('ask_data_insights: wants explores to ask, five at most, and a question', async () => {
  const ask = (explore_references: unknown[], user_query_with_context = 'How many orders?') =>
    world.refusal('ask_data_insights', { user_query_with_context, explore_references });
  expect(await ask([])).toContain('explore_references');
  expect(await ask(Array.from({ length: 6 }, () => ORDERS))).toContain('explore_references');
  expect(await ask([ORDERS], ' ')).toContain('ask a question');
});

it('ask_data_insights: answers although its conversation cannot be deleted, and says that it is left behind', async () => {
  world.looker.setFault({ fault: 'status=500', urlIncludes: '/conversations?id=', times: 1 });
  const given = { user_query_with_context: 'Count of orders by status', explore_references: [ORDERS] };
  const asked = await world.call<Answer & { note: string }>('ask_data_insights', given);
  expect(asked.rows.length).toBeGreaterThan(0);
  const [left] = await world.ask<{ id: string }[]>('GET', '/conversations/search');
  expect(asked.note).toContain(`Conversation ${left?.id} was left behind`);
});

it('ask_data_insights: says so where no field answers the question', async () => {
  const given = { user_query_with_context: 'What is the weather?', explore_references: [ORDERS] };
  const { answer, rows } = await world.call<Answer>('ask_data_insights', given);
  expect(answer).toContain('no field');
  expect(rows).toBeUndefined();
});

it('ask_data_insights: leaves no conversation behind where its caller leaves in the middle', async () => {
  const before = await conversations();
  world.looker.setFault({ fault: 'latency=20000', urlIncludes: '/conversational_analytics/chat', times: 1 });
  const leaving = new AbortController();
  const given = { user_query_with_context: 'How many orders?', explore_references: [ORDERS] };
  const lost = world.client.callTool('ask_data_insights', given, { signal: leaving.signal }).catch(() => undefined);
  const asked = () => world.looker.requests.some(({ url, aborted }) => url.includes('/chat') && !aborted);
  await expect.poll(async () => (await conversations()).length, { timeout: 10_000 }).toBe(before.length + 1);
  await expect.poll(asked, { timeout: 10_000 }).toBe(true);
  leaving.abort();
  await lost;
  await expect.poll(conversations, { timeout: 10_000 }).toEqual(before);
});
