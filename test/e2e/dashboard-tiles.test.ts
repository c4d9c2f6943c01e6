import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { AlteredLooker } from '../support/altered-looker.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import type { RestClient } from '../support/rest-client.js';
import { askInSql, askLooker, credentialsOf, rowsOf } from '../support/sample.js';

const RUN = 'looker_dashboards_run';
const COUNT_SQL = 'SELECT status, COUNT(*) AS orders FROM orders GROUP BY 1 ORDER BY 1';
const ORDERS = { model: 'ecommerce', view: 'orders', fields: ['orders.count'] };
const BY_STATE = { model: 'ecommerce', view: 'orders', fields: ['users.state', 'orders.count'], limit: '500' };
const USERS_BY_STATE = { model: 'ecommerce', view: 'users', fields: ['users.state', 'users.count'], limit: '500' };

interface Tile {
  readonly id: string;
  readonly title: string;
  readonly rows?: unknown[][];
  readonly columns?: { name: string }[];
  readonly time_zone?: string;
  readonly error?: string;
  readonly skipped?: string;
  readonly truncated?: { readonly reason: string; readonly hint: string };
  readonly merged?: {
    readonly sources: { name: string; query_id: string; filters: object }[];
    readonly notes: string[];
  };
  readonly tables?: { name: string; rows?: unknown[][] }[];
}
interface Answer {
  readonly dashboard: {
    readonly filters: Record<string, string>;
    readonly time_zone?: string;
    readonly not_run?: string;
  };
  readonly tiles: readonly Tile[];
}

describe('tiles of a dashboard', () => {
  let gateway: TestGateway;
  let sample: SampleLooker;
  let looker: AlteredLooker;
  let rest: RestClient;
  let accountId: string;
  let client: McpClient;
  let reader: McpClient;

  beforeAll(async () => {
    sample = await startSampleLooker();
    looker = await AlteredLooker.start(sample);
    gateway = await startGateway();
    rest = (await gateway.createOrganization('Acme')).rest;
    accountId = await rest.connect(credentialsOf(looker));
    client = await connectModern((await rest.issue(accountId)).url);
    reader = await connectModern((await rest.issue(accountId, { config: { methods: ['read'] } })).url);
  });

  beforeEach(() => {
    looker.asked.length = 0;
    looker.answers.clear();
  });

  afterAll(async () => {
    await Promise.all([client.close(), reader.close()]);
    await gateway.close();
    await Promise.all([looker.close(), sample.close()]);
  });

  const run = async (args: Record<string, unknown>, from = client): Promise<Answer & { text: string }> => {
    const { text, isError, structured } = await from.callTool(RUN, args);
    expect(isError, text).toBe(false);
    return { ...(structured as Answer), text };
  };
  const idOf = async (path: string, body: object) =>
    ((await askLooker(sample, 'POST', path, body)) as { id: string }).id;
  const made = async (dashboard: object, ...tiles: object[]) => {
    const id = await idOf('/dashboards', { title: crypto.randomUUID(), folder_id: '1', ...dashboard });
    for (const tile of tiles) await idOf('/dashboard_elements', { dashboard_id: id, type: 'vis', ...tile });
    return id;
  };
  const rowsAtLooker = (query: object) => askLooker(sample, 'POST', '/queries/run/json', query);
  /** A dashboard as Looker might answer it, with these tiles. */
  const answered = (tiles: readonly unknown[], more: object = {}) => {
    const dashboard = { id: '900', title: 'Odd', dashboard_filters: [], dashboard_elements: tiles, ...more };
    looker.answers.set('GET /dashboards/900', dashboard);
    return { dashboard_id: '900' };
  };
  const filter = (name: unknown, value: unknown) => ({ name, title: name, type: 'field_filter', default_value: value });
  const listening = (...listen: object[]) => ({ filterables: [{ listen }] });

  describe('of SQL', () => {
    const sqlTile = async () => {
      const { slug } = (await askLooker(sample, 'POST', '/sql_queries', {
        model_name: 'ecommerce',
        sql: COUNT_SQL,
      })) as {
        slug: string;
      };
      return { slug, dashboard_id: await made({}, { title: 'In SQL', result_maker: { sql_query_id: slug } }) };
    };

    it('are run where the server has the tool that runs SQL', async () => {
      const { dashboard_id } = await sqlTile();
      const { tiles } = await run({ dashboard_id });
      expect(rowsOf({ structured: tiles[0] })).toEqual(await askInSql(sample, COUNT_SQL));
      const { tiles: cut, text } = await run({ dashboard_id, limit: 2 });
      expect(cut[0]?.rows).toHaveLength(2);
      expect(text).toContain('looker_sql_queries_run');
    });

    it('are not run where it has not: the answer names the query and a tool that the server has', async () => {
      const { dashboard_id, slug } = await sqlTile();
      const { tiles } = await run({ dashboard_id }, reader);
      expect(tiles[0]?.skipped).toContain(slug);
      expect(tiles[0]?.skipped).toContain('get_single_looker_sql_query_by_id');
      expect(looker.asked.filter(({ path }) => path.startsWith('/sql_queries'))).toEqual([]);
    });
  });

  describe('that merge queries', () => {
    const merged = async (first: object, second: object, more: object = {}, fields?: object[]) => {
      const [one, two] = [await idOf('/queries', first), await idOf('/queries', second)];
      const joined = fields ?? [{ field_name: 'users.state', source_field_name: 'users.state' }];
      const sources = [
        { name: 'Orders', query_id: one, merge_fields: [] },
        { name: 'People', query_id: two, merge_fields: joined },
      ];
      return { one, two, merge: await idOf('/merge_queries', { source_queries: sources, ...more }) };
    };

    it('show the rows of the first query, left-joined to those of the others on the merge fields', async () => {
      const few = { ...USERS_BY_STATE, sorts: ['users.count desc'], limit: '5' };
      const { merge, one, two } = await merged(BY_STATE, few);
      const { tiles, text } = await run({ dashboard_id: await made({}, { title: 'Both', merge_result_id: merge }) });
      const orders = (await rowsAtLooker(BY_STATE)) as Record<string, unknown>[];
      const people = (await rowsAtLooker(few)) as Record<string, unknown>[];
      expect(orders.length).toBeGreaterThan(people.length);
      const joined = orders.map((row) => ({
        ...row,
        'users.count': people.find((other) => other['users.state'] === row['users.state'])?.['users.count'] ?? null,
      }));
      expect(rowsOf({ structured: tiles[0] })).toEqual(joined);
      expect(tiles[0]?.merged?.sources.map(({ name, query_id }) => [name, query_id])).toEqual([
        ['Orders', one],
        ['People', two],
      ]);
      expect(text).toContain(`- People (query_id ${two}), joined on users.state`);
      expect(text).toContain('People stopped at its limit of 5 rows.');
    });

    it('run each query with the filters that it listens to, and say so', async () => {
      const { merge } = await merged(BY_STATE, USERS_BY_STATE);
      const listen = (field: string) => [{ dashboard_filter_name: 'State', field }];
      const filterables = [
        { model: 'ecommerce', view: 'orders', listen: listen('users.state') },
        { model: 'ecommerce', view: 'users', listen: [] },
      ];
      const id = await made({}, { title: 'Both', merge_result_id: merge, result_maker: { filterables } });
      await idOf('/dashboard_filters', { dashboard_id: id, ...filter('State', 'Texas') });
      const { tiles, text } = await run({ dashboard_id: id });
      expect(tiles[0]?.rows?.map(([state]) => state)).toEqual(['Texas']);
      expect(tiles[0]?.merged?.sources.map(({ filters }) => filters)).toEqual([{ 'users.state': 'Texas' }, {}]);
      expect(text).toContain('where users.state = Texas');
      expect(looker.queries.map(({ view, filters }) => [view, filters])).toEqual([
        ['orders', { 'users.state': 'Texas' }],
      ]);
    });

    it('say so where Looker does not tell which of them hears a filter', async () => {
      const { merge } = await merged(BY_STATE, USERS_BY_STATE);
      const listen = [{ dashboard_filter_name: 'State', field: 'users.state' }];
      const filterables = [{ model: 'other', view: 'other', listen }];
      const tile = { id: '1', title: 'Both', merge_result_id: merge, result_maker: { filterables } };
      const { tiles } = await run(answered([tile], { dashboard_filters: [filter('State', 'Texas')] }));
      expect(tiles[0]?.merged?.notes).toEqual(
        ['Orders', 'People'].map(
          (name) => `${name} ran without filters of the dashboard: Looker does not say clearly which it hears.`,
        ),
      );
    });

    it('are joined whichever field of a pair Looker names first, and show two columns of one name as two', async () => {
      const [first, second] = [BY_STATE, { ...BY_STATE, filters: { 'orders.status': 'complete' } }];
      const same = await merged(first, second);
      const { tiles } = await run({ dashboard_id: await made({}, { title: 'Same', merge_result_id: same.merge }) });
      expect(tiles[0]?.columns?.map(({ name }) => name)).toEqual([
        'users.state',
        'orders.count',
        'orders.count (People)',
      ]);
      const byCity = { ...USERS_BY_STATE, fields: ['users.city', 'users.count'] };
      for (const [field_name, source_field_name] of [
        ['users.state', 'users.city'],
        ['users.city', 'users.state'],
      ]) {
        const { merge } = await merged(BY_STATE, byCity, {}, [{ field_name, source_field_name }]);
        const answer = await run({ dashboard_id: await made({}, { title: 'Other', merge_result_id: merge }) });
        expect(answer.tiles[0]?.columns?.map(({ name }) => name)).toEqual([
          'users.state',
          'orders.count',
          'users.count',
        ]);
      }
    });

    it.each([
      [
        'one is pivoted',
        BY_STATE,
        { ...BY_STATE, fields: ['users.state', 'orders.status', 'orders.count'], pivots: ['orders.status'] },
        undefined,
        'People is pivoted',
      ],
      [
        'it is not clear on what',
        BY_STATE,
        USERS_BY_STATE,
        [],
        'Looker does not say clearly on which fields People is joined',
      ],
      [
        'values are of another type',
        BY_STATE,
        { ...USERS_BY_STATE, fields: ['users.age', 'users.count'] },
        [{ field_name: 'users.state', source_field_name: 'users.age' }],
        'People is joined on values of another type',
      ],
      ['one failed', BY_STATE, { ...USERS_BY_STATE, fields: ['users.nope'] }, undefined, 'People'],
    ])('are a table each where %s', async (_, first, second, fields, reason) => {
      const { merge, one, two } = await merged(first, second, {}, fields);
      const { tiles, text } = await run({ dashboard_id: await made({}, { title: 'Apart', merge_result_id: merge }) });
      const [tile] = tiles;
      expect(tile?.merged?.notes.join(' ')).toContain(`Not joined here: ${reason}`);
      expect(tile?.tables?.map(({ name }) => name)).toEqual(['Orders', 'People']);
      expect(tile?.tables?.[0]?.rows?.length).toBeGreaterThan(10);
      for (const id of [one, two]) expect(text).toContain(`query_id ${id}`);
    });

    it('say what Looker makes of the joined rows besides', async () => {
      const dynamic_fields = JSON.stringify([{ table_calculation: 'share', expression: '1' }]);
      const more = { dynamic_fields, sorts: ['orders.count desc'], limit: '3', pivots: ['users.state'] };
      const { merge } = await merged(BY_STATE, USERS_BY_STATE, more);
      const { tiles } = await run({ dashboard_id: await made({}, { title: 'More', merge_result_id: merge }) });
      expect(tiles[0]?.merged?.notes).toEqual([
        'Its own calculations are left out: share.',
        'The tile pivots these rows by users.state.',
        'The tile sorts these rows by orders.count desc.',
        'The tile shows 3 of these rows at most.',
      ]);
    });
  });

  describe('run in the time zone of the dashboard', () => {
    it('where it names one, each tile of it, and the answer says which', async () => {
      const id = await made({ query_timezone: 'Asia/Tokyo' }, { title: 'One', query: ORDERS });
      const { dashboard, text } = await run({ dashboard_id: id });
      expect(looker.queries.map(({ query_timezone }) => query_timezone)).toEqual(['Asia/Tokyo']);
      expect(dashboard.time_zone).toBe('Asia/Tokyo');
      expect(text).toContain('Time zone: Asia/Tokyo');
    });

    it('also where the tile was saved in another one, as Looker shows it', async () => {
      const query = { ...ORDERS, query_timezone: 'America/Lima' };
      await run({ dashboard_id: await made({ query_timezone: 'Asia/Tokyo' }, { title: 'One', query }) });
      expect(looker.queries.map(({ query_timezone }) => query_timezone)).toEqual(['Asia/Tokyo']);
    });

    it('which may be that of the connected user', async () => {
      const query = { ...ORDERS, query_timezone: 'America/Lima' };
      const id = await made({ query_timezone: 'user_timezone' }, { title: 'One', query });
      const { dashboard } = await run({ dashboard_id: id });
      expect(looker.queries).toHaveLength(1);
      expect(looker.queries[0]).not.toHaveProperty('query_timezone');
      expect(dashboard.time_zone).toBe('of the connected Looker user');
    });

    it('and in their own where it names none', async () => {
      const id = await made({}, { title: 'One', query: { ...ORDERS, query_timezone: 'America/Lima' } });
      const { dashboard, tiles } = await run({ dashboard_id: id });
      expect(dashboard).not.toHaveProperty('time_zone');
      expect(tiles[0]?.time_zone).toBe('America/Lima');
      expect(looker.queries).toEqual([]);
    });
  });

  it('of which Looker gives an id alone are read and run, with the filters that they hear', async () => {
    const queryId = await idOf('/queries', BY_STATE);
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
    const answer = await run(answered(tiles, { dashboard_filters: [filter('S', 'Texas')] }));
    expect(rowsOf({ structured: answer.tiles[0] })).toEqual(await rowsAtLooker(BY_STATE));
    expect(answer.tiles[1]?.rows?.map(([state]) => state)).toEqual(['Texas']);
    expect(answer.tiles[2]?.rows?.length).toBeGreaterThan(0);
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
    const filters = [filter('Date', '7 days'), filter('Limit', 5), filter(null, 'x'), filter('', 'y')];
    const tiles = [{ id: '1', title: 'Odd', query, result_maker: maker }];
    const { dashboard } = await run(answered(tiles, { dashboard_filters: filters }));
    expect(looker.queries.map(({ filters: sent }) => sent)).toEqual([
      { 'users.age': '30', 'users.is_over_forty': 'true', 'orders.id': '5' },
    ]);
    expect(dashboard.filters).toEqual({ Date: '7 days', Limit: '5' });
  });

  it('tell when their own limit kept rows from being shown', async () => {
    const id = await made({}, { title: 'Ten', query: { ...BY_STATE, limit: '10' } }, { title: 'All', query: BY_STATE });
    const { tiles, text } = await run({ dashboard_id: id });
    expect(tiles.map(({ truncated }) => truncated?.hint)).toEqual([
      'The query stopped at its limit of 10 rows.',
      undefined,
    ]);
    expect(text).toContain('The query stopped at its limit of 10 rows.');
  });

  it('are headed by the title of their Look where they have none, and by no id where Looker gives none', async () => {
    const look = { id: '1', title: 'A Look of its own', query: BY_STATE };
    const { text } = await run(
      answered([
        { id: '7', title: '', look },
        { title: null, query: ORDERS },
      ]),
    );
    expect(text).toContain('## A Look of its own (tile 7)\n');
    expect(text).toContain('## Untitled\n');
  });

  it('of a dashboard that is defined in LookML run like others', async () => {
    const { tiles, dashboard } = await run({ dashboard_id: 'ecommerce::business_pulse' });
    expect(dashboard.filters).toEqual({ 'Order Date': '90 days' });
    expect(tiles.map(({ title, rows }) => [title, rows?.length])).toEqual([
      ['Orders by Status', expect.any(Number)],
      ['New Customers', 1],
    ]);
    expect(looker.queries[0]).toMatchObject({ filters: { 'orders.created_date': '90 days' } });
  });

  it('beyond the hundredth are named, not left out without a word', async () => {
    const tiles = Array.from({ length: 103 }, (_, index) => ({ id: String(index), title: `T${index}`, type: 'vis' }));
    const { structured } = await client.callTool(RUN, answered(tiles));
    const { dashboard, tiles: shown } = structured as Answer;
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
    looker.answers.set('GET /merge_queries/many', { id: 'many', source_queries: sources });
    looker.answers.set('GET /merge_queries/odd', {
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
    const { text, structured } = await client.callTool(
      RUN,
      answered(tiles(), { dashboard_filters: filters, query_timezone: {} }),
    );
    expect(text).toContain('# Odd');
    expect(text.length).toBeLessThanOrEqual(150_000);
    expect(JSON.stringify(structured).length).toBeLessThanOrEqual(160_000);
    expect(looker.asked.filter(({ path }) => path.startsWith('/queries/')).length).toBeLessThanOrEqual(400);
    const { body } = await rest.get('/log?limit=1');
    expect(body.result[0].status).not.toBe('failed');
  });
});
