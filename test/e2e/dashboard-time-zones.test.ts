import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DashboardCalls, filterOf } from '../support/dashboard-calls.js';

const ORDERS = { model: 'ecommerce', view: 'orders', fields: ['orders.count'] };

describe('tiles of a dashboard run in its time zone', () => {
  let calls: DashboardCalls;
  beforeAll(async () => {
    calls = await DashboardCalls.start();
  });
  beforeEach(() => calls.reset());
  afterAll(() => calls.close());
  const listening = (...listen: object[]) => ({ filterables: [{ listen }] });

  it('where it names one, each tile of it, and the answer says which', async () => {
    const id = await calls.made({ query_timezone: 'Asia/Tokyo' }, { title: 'One', query: ORDERS });
    const { dashboard, text } = await calls.run({ dashboard_id: id });
    expect(calls.looker.queries.map(({ query_timezone }) => query_timezone)).toEqual(['Asia/Tokyo']);
    expect(dashboard.time_zone).toBe('Asia/Tokyo');
    expect(text).toContain('Time zone: Asia/Tokyo');
  });

  it('also where the tile was saved in another one, as Looker shows it', async () => {
    const query = { ...ORDERS, query_timezone: 'America/Lima' };
    await calls.run({ dashboard_id: await calls.made({ query_timezone: 'Asia/Tokyo' }, { title: 'One', query }) });
    expect(calls.looker.queries.map(({ query_timezone }) => query_timezone)).toEqual(['Asia/Tokyo']);
  });

  it('which may be that of the connected user', async () => {
    const query = { ...ORDERS, query_timezone: 'America/Lima' };
    const id = await calls.made({ query_timezone: 'user_timezone' }, { title: 'One', query });
    const { dashboard } = await calls.run({ dashboard_id: id });
    expect(calls.looker.queries).toHaveLength(1);
    expect(calls.looker.queries[0]).not.toHaveProperty('query_timezone');
    expect(dashboard.time_zone).toBe('of the connected Looker user');
  });

  it('and in that of the user where the tile was saved so', async () => {
    const query = { ...ORDERS, query_timezone: 'user_timezone' };
    const maker = listening({ dashboard_filter_name: 'State', field: 'users.state' });
    const tiles = [{ id: '1', title: 'One', query, result_maker: maker }];
    const { tiles: shown } = await calls.run(
      calls.answered(tiles, { dashboard_filters: [filterOf('State', 'Texas')] }),
    );
    expect(calls.looker.queries).toEqual([{ ...ORDERS, filters: { 'users.state': 'Texas' } }]);
    expect(shown[0]?.rows).toHaveLength(1);
  });

  it('and in their own where it names none', async () => {
    const id = await calls.made({}, { title: 'One', query: { ...ORDERS, query_timezone: 'America/Lima' } });
    const { dashboard, tiles } = await calls.run({ dashboard_id: id });
    expect(dashboard).not.toHaveProperty('time_zone');
    expect(tiles[0]?.time_zone).toBe('America/Lima');
    expect(calls.looker.queries).toEqual([]);
  });
});
