import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DashboardCalls, filterOf, RUN_DASHBOARD, type SeenDashboard } from '../support/dashboard-calls.js';
import { askInSql, askLooker, rowsOf } from '../support/sample.js';

const COUNT_SQL = 'SELECT status, COUNT(*) AS orders FROM orders GROUP BY 1 ORDER BY 1';
const ORDERS = { model: 'ecommerce', view: 'orders', fields: ['orders.count'] };
const BY_STATE = { model: 'ecommerce', view: 'orders', fields: ['users.state', 'orders.count'], limit: '500' };

describe('tiles of a dashboard', () => {
  let calls: DashboardCalls;
  beforeAll(async () => {
    calls = await DashboardCalls.start();
  });
  beforeEach(() => calls.reset());
  afterAll(() => calls.close());
  const listening = (...listen: object[]) => ({ filterables: [{ listen }] });

  describe('of SQL', () => {
    const sqlTile = async () => {
      const { slug } = (await askLooker(calls.sample, 'POST', '/sql_queries', {
        model_name: 'ecommerce',
        sql: COUNT_SQL,
      })) as {
        slug: string;
      };
      return { slug, dashboard_id: await calls.made({}, { title: 'In SQL', result_maker: { sql_query_id: slug } }) };
    };

    it('are run where the server has the tool that runs SQL', async () => {
      const { dashboard_id } = await sqlTile();
      const { tiles } = await calls.run({ dashboard_id });
      expect(rowsOf({ structured: tiles[0] })).toEqual(await askInSql(calls.sample, COUNT_SQL));
      const { tiles: cut, text } = await calls.run({ dashboard_id, limit: 2 });
      expect(cut[0]?.rows).toHaveLength(2);
      expect(text).toContain('looker_sql_queries_run');
    });

    it('are given up when the time of the call is over, and named', async () => {
      const { dashboard_id, slug } = await sqlTile();
      calls.sample.setFault({ fault: 'latency=20000', urlIncludes: '/sql_queries/', times: 1 });
      const { text, isError } = await calls.client.callTool(RUN_DASHBOARD, { dashboard_id, timeout_seconds: 1 });
      expect(isError).toBe(true);
      expect(text).toContain(`Run slug ${slug} with looker_sql_queries_run.`);
    });

    it('that cannot be run are named with what Looker says', async () => {
      const tiles = [{ id: '4', type: 'vis', query: null, result_maker: { sql_query_id: 'sq1' } }];
      const { text, isError } = await calls.client.callTool(RUN_DASHBOARD, calls.answered(tiles));
      expect([isError, text]).toEqual([
        true,
        expect.stringContaining('The SQL query sq1 could not be run. Looker refused (404)'),
      ]);
    });

    it('are not run where it has not: the answer names the query and a tool that the server has', async () => {
      const { dashboard_id, slug } = await sqlTile();
      const { tiles } = await calls.run({ dashboard_id }, calls.reader);
      expect(tiles[0]?.skipped).toContain(slug);
      expect(tiles[0]?.skipped).toContain('get_single_looker_sql_query_by_id');
      expect(calls.looker.asked.filter(({ path }) => path.startsWith('/sql_queries'))).toEqual([]);
    });
  });

  it('of which Looker gives an id alone are read and run, with the filters that they hear', async () => {
    const queryId = await calls.idOf('/queries', BY_STATE);
    const tiles = [
      { id: '1', title: 'By id', query: null, query_id: queryId },
      {
        id: '2',
        title: 'In the maker',
        result_maker: { query_id: queryId, ...listening({ dashboard_filter_name: 'S', field: 'users.state' }) },
      },
      { id: '3', title: '', look_id: '1', look: null },
      { id: '4', title: 'Gone', query_id: '99999' },
      { id: '5', title: 'Nothing' },
    ];
    const answer = await calls.run(calls.answered(tiles, { dashboard_filters: [filterOf('S', 'Texas')] }));
    expect(rowsOf({ structured: answer.tiles[0] })).toEqual(await calls.rowsAtLooker(BY_STATE));
    expect(answer.tiles[1]?.rows?.map(([state]) => state)).toEqual(['Texas']);
    const { title } = (await askLooker(calls.sample, 'GET', '/looks/1?fields=title')) as { title: string };
    expect([answer.tiles[2]?.title, answer.tiles[2]?.rows?.length]).toEqual([title, 10]);
    expect(answer.tiles[3]?.error).toContain('Query 99999 could not be read.');
    expect(answer.tiles[4]?.skipped).toBe('Looker names no query of it.');
  });

  it('send stored filters to Looker as texts or not at all', async () => {
    const query = {
      ...ORDERS,
      filters: { 'users.age': 30, 'users.is_over_forty': true, 'users.city': null, '': 'x', 'users.state': '' },
    };
    const maker = listening(
      { dashboard_filter_name: 'Date', field: null },
      { dashboard_filter_name: 'Date', field: '' },
      { dashboard_filter_name: 'Limit', field: 'orders.id' },
      { dashboard_filter_name: null, field: 'users.id' },
      { dashboard_filter_name: 'constructor', field: 'users.id' },
    );
    const filters = [filterOf('Date', '7 days'), filterOf('Limit', 5), filterOf(null, 'x'), filterOf('', 'y')];
    const tiles = [{ id: '1', title: 'Odd', query, result_maker: maker }];
    const { dashboard } = await calls.run(calls.answered(tiles, { dashboard_filters: filters }));
    expect(calls.looker.queries.map(({ filters: sent }) => sent)).toEqual([
      { 'users.age': '30', 'users.is_over_forty': 'true', 'orders.id': '5' },
    ]);
    expect(dashboard.filters).toEqual({ Date: '7 days', Limit: '5' });
  });

  it('tell when their own limit kept rows from being shown', async () => {
    const id = await calls.made(
      {},
      { title: 'Ten', query: { ...BY_STATE, limit: '10' } },
      { title: 'All', query: BY_STATE },
    );
    const { tiles, text } = await calls.run({ dashboard_id: id });
    expect(tiles.map(({ truncated }) => truncated?.hint)).toEqual([
      'The query stopped at its limit of 10 rows.',
      undefined,
    ]);
    expect(text).toContain('The query stopped at its limit of 10 rows.');
  });

  it('are headed by the title of their Look where they have none, and by no id where Looker gives none', async () => {
    const look = { id: '1', title: 'A Look of its own', query: BY_STATE };
    const { text } = await calls.run(
      calls.answered([
        { id: '7', title: '', look },
        { title: null, query: ORDERS },
      ]),
    );
    expect(text).toContain('## A Look of its own (tile 7)\n');
    expect(text).toContain('## Untitled\n');
  });

  it('of a dashboard that is defined in LookML run like others', async () => {
    const { tiles, dashboard } = await calls.run({ dashboard_id: 'ecommerce::business_pulse' });
    expect(dashboard.filters).toEqual({ 'Order Date': '90 days' });
    expect(tiles.map(({ title, rows }) => [title, rows?.length])).toEqual([
      ['Orders by Status', expect.any(Number)],
      ['New Customers', 1],
    ]);
    expect(calls.looker.queries[0]).toMatchObject({ filters: { 'orders.created_date': '90 days' } });
  });

  it('of all kinds stand beside each other', async () => {
    const { dashboard, tiles } = await calls.run({ dashboard_id: '55', dashboard_filters: { Status: 'complete' } });
    expect(dashboard).toMatchObject({ filters: { Status: 'complete' }, time_zone: 'Asia/Tokyo' });
    expect(tiles.map(({ title, rows, merged }) => [title, rows?.length !== 0, merged !== undefined])).toEqual([
      ['Orders by Day', true, false],
      ['Orders of Customers of Forty', true, false],
      ['Rows in the Warehouse', true, false],
      ['Orders and Customers by State', true, true],
    ]);
    expect(tiles[1]?.rows?.map(([status]) => status)).toEqual(['complete']);
    expect(rowsOf({ structured: tiles[2] })).toEqual(await askInSql(calls.sample, COUNT_SQL));
    const definitions = calls.looker.queries.map(({ filters }) => filters);
    expect(definitions).toContainEqual({ 'users.age': '40', 'orders.status': 'complete' });
  });

  it('beyond the hundredth are named, not left out without a word', async () => {
    const tiles = Array.from({ length: 103 }, (_, index) => ({ id: String(index), title: `T${index}`, type: 'vis' }));
    const { structured } = await calls.client.callTool(RUN_DASHBOARD, calls.answered(tiles));
    const { dashboard, tiles: shown } = structured as SeenDashboard;
    expect(shown).toHaveLength(100);
    expect(dashboard.not_run).toContain('Not run: 100, 101, 102.');
  });

  it.each([
    [
      'with nulls and wrong types in every place',
      () => [
        null,
        5,
        'x',
        [],
        {},
        { id: 5, title: {}, query: [], look: 7, result_maker: 'x' },
        { id: '1', type: 'vis', query: { model: 'ecommerce', view: 'orders', fields: null, filters: 'x', limit: {} } },
        { id: '2', merge_result_id: 'odd' },
      ],
    ],
    [
      'of titles and names without end',
      () => [
        {
          id: 'i'.repeat(100_000),
          title: 't'.repeat(100_000),
          query: { ...ORDERS, filters: { 'users.state': 'x'.repeat(50_000) } },
        },
      ],
    ],
    [
      'that merge more queries than are run',
      () => Array.from({ length: 100 }, (_, index) => ({ id: String(index), merge_result_id: 'many' })),
    ],
  ])('%s are told in words', async (_, tiles) => {
    const sources = Array.from({ length: 50 }, () => ({
      name: 'n'.repeat(1_000),
      query_id: '1',
      merge_fields: [null, { field_name: 7 }],
    }));
    calls.looker.answers.set('GET /merge_queries/many', { id: 'many', source_queries: sources });
    calls.looker.answers.set('GET /merge_queries/odd', {
      source_queries: [null, 'x', { query_id: {}, name: 5, merge_fields: 'x' }],
      dynamic_fields: '[[[',
      sorts: [{}],
      pivots: 7,
    });
    const filters = [
      null,
      { name: {}, default_value: [] },
      { name: 'F'.repeat(5_000), title: null, default_value: 'v'.repeat(5_000) },
    ];
    const { text, structured } = await calls.client.callTool(
      RUN_DASHBOARD,
      calls.answered(tiles(), { dashboard_filters: filters, query_timezone: {} }),
    );
    expect(text).toContain('# Odd');
    expect(text.length).toBeLessThanOrEqual(150_000);
    expect(JSON.stringify(structured).length).toBeLessThanOrEqual(160_000);
    expect(calls.looker.asked.filter(({ path }) => path.startsWith('/queries/')).length).toBeLessThanOrEqual(400);
    const { body } = await calls.rest.get('/log?limit=1');
    expect(body.result[0].status).not.toBe('failed');
  });
});
