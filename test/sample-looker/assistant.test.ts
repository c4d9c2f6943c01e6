import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';

interface Message {
  systemMessage: { data?: { result?: { data: object[] } }; text?: { parts: string[] } };
}

describe('agents and conversations', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeEach(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
  });
  afterEach(() => looker.close());

  const get = async (path: string) => (await client.call('GET', path)).body;
  const newConversation = async () =>
    ((await client.call('POST', '/conversations', { agent_id: '1' })).body as { id: string }).id;

  it('messages have their order in a conversation and go with it', async () => {
    const path = `/conversations/${await newConversation()}/messages`;
    const message = { type: 'user', message: { text: 'Hello' } };
    const added = await client.call('POST', path, { messages: [message, { ...message, type: 'system' }] });
    expect(added.body).toMatchObject([
      { id: '1', order: 1 },
      { id: '2', order: 2 },
    ]);
    await client.call('PATCH', `${path}/1`, { message: { text: 'Good morning' } });
    expect((await client.call('DELETE', `${path}?id=2,99`)).status).toBe(404);
    expect(await get(`${path}?fields=id,message`)).toEqual([
      { id: '1', message: { text: 'Good morning' } },
      { id: '2', message: { text: 'Hello' } },
    ]);
    expect((await client.call('DELETE', `${path}?id=1`)).status).toBe(204);
    expect(await get(`${path}?fields=id`)).toEqual([{ id: '2' }]);
    expect((await client.call('POST', path, { messages: [{ type: 'user' }] })).status).toBe(422);
  });

  it('a question that names fields is answered with their rows, and whoever asks stores what was said', async () => {
    const id = await newConversation();
    const ask = async (question: string) =>
      (await client.call('POST', '/conversational_analytics/chat', { conversation_id: id, user_message: question }))
        .body as Message[];
    const answer = await ask('How many orders are there by status?');
    const rows = await client.rows({
      ...{
        model: 'ecommerce',
        view: 'orders',
        fields: ['orders.status', 'orders.count'],
        sorts: ['orders.count desc'],
      },
    });
    expect(answer.find(({ systemMessage }) => systemMessage.data?.result)?.systemMessage.data?.result?.data).toEqual(
      rows,
    );
    expect(await get(`/conversations/${id}/messages?fields=type`)).toEqual([]);
    expect(await ask('What is the weather?')).toMatchObject([
      { systemMessage: { text: { textType: 'FINAL_RESPONSE' } } },
    ]);
  });

  it('an agent knows its golden queries and whether its sources are there', async () => {
    expect(await get('/agents/1')).toMatchObject({
      golden_queries: [{ id: 1, model: 'ecommerce', explore: 'orders', fields: ['users.state', 'orders.count'] }],
      has_inaccessible_source: false,
    });
    await client.call('PATCH', '/agents/1', { sources: [{ model: 'ecommerce', explore: 'gone' }], deleted: true });
    expect(await get('/agents/search')).toEqual([]);
    expect(await get('/agents/search?deleted=true')).toMatchObject([{ has_inaccessible_source: true }]);
    const answer = 'https://example.com/elsewhere';
    expect((await client.call('POST', '/golden_queries', { questions: ['?'], answer })).status).toBe(422);
  });

  it('the drivers of a change add up to it, the most unexpected first', async () => {
    const metric = 'orders.count';
    const filters = (date: string) => ({ 'orders.created_date': date });
    const { body } = await client.call('POST', '/internal/kda/analyze', {
      data_source: { model_name: 'ecommerce', explore_name: 'orders' },
      contribution_metric: metric,
      dimensions: ['orders.status', 'users.traffic_source'],
      baseline_filters: filters('2026/09'),
      breach_filters: filters('2026/10'),
    });
    const { drivers } = body as { drivers: Record<string, number | string>[] };
    const ofStatus = drivers.filter(({ dimension }) => dimension === 'orders.status');
    const total = async (date: string) => {
      const [row] = await client.rows({ model: 'ecommerce', view: 'orders', fields: [metric], filters: filters(date) });
      return Number(row?.[metric]);
    };
    const sum = (name: string) => ofStatus.reduce((all, driver) => all + Number(driver[name]), 0);
    expect(sum('absolute_difference')).toBe((await total('2026/10')) - (await total('2026/09')));
    expect(sum('contribution')).toBeCloseTo(1);
    const deviations = drivers.map((driver) => Math.abs(Number(driver.unexpected_deviation)));
    expect(deviations).toEqual([...deviations].sort((left, right) => right - left));
    expect(new Set(drivers.map(({ dimension }) => dimension)).size).toBe(2);
  });
});
