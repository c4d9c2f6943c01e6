import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DashboardCalls, filterOf } from '../support/dashboard-calls.js';
import { rowsOf } from '../support/sample.js';

const BY_STATE = { model: 'ecommerce', view: 'orders', fields: ['users.state', 'orders.count'], limit: '500' };
const USERS_BY_STATE = { model: 'ecommerce', view: 'users', fields: ['users.state', 'users.count'], limit: '500' };

describe('tiles that merge queries', () => {
  let calls: DashboardCalls;
  beforeAll(async () => {
    calls = await DashboardCalls.start();
  });
  beforeEach(() => calls.reset());
  afterAll(() => calls.close());

  const merged = async (first: object, second: object, more: object = {}, fields?: object[]) => {
    const [one, two] = [await calls.idOf('/queries', first), await calls.idOf('/queries', second)];
    const joined = fields ?? [{ field_name: 'users.state', source_field_name: 'users.state' }];
    const sources = [
      { name: 'Orders', query_id: one, merge_fields: [] },
      { name: 'People', query_id: two, merge_fields: joined },
    ];
    return { one, two, merge: await calls.idOf('/merge_queries', { source_queries: sources, ...more }) };
  };

  it('show the rows of the first query, left-joined to those of the others on the merge fields', async () => {
    const few = { ...USERS_BY_STATE, sorts: ['users.count desc'], limit: '5' };
    const { merge, one, two } = await merged(BY_STATE, few);
    const { tiles, text } = await calls.run({
      dashboard_id: await calls.made({}, { title: 'Both', merge_result_id: merge }),
    });
    const orders = (await calls.rowsAtLooker(BY_STATE)) as Record<string, unknown>[];
    const people = (await calls.rowsAtLooker(few)) as Record<string, unknown>[];
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
    const id = await calls.made({}, { title: 'Both', merge_result_id: merge, result_maker: { filterables } });
    await calls.idOf('/dashboard_filters', { dashboard_id: id, ...filterOf('State', 'Texas') });
    const { tiles, text } = await calls.run({ dashboard_id: id });
    expect(tiles[0]?.rows?.map(([state]) => state)).toEqual(['Texas']);
    expect(tiles[0]?.merged?.sources.map(({ filters }) => filters)).toEqual([{ 'users.state': 'Texas' }, {}]);
    expect(text).toContain('where users.state = Texas');
    expect(calls.looker.queries.map(({ view, filters }) => [view, filters])).toEqual([
      ['orders', { 'users.state': 'Texas' }],
    ]);
  });

  it('are bounded after they are joined, so that no row loses what is joined to it', async () => {
    const { merge } = await merged(BY_STATE, { ...USERS_BY_STATE, sorts: ['users.state desc'] });
    const dashboard_id = await calls.made({}, { title: 'Both', merge_result_id: merge });
    const [all, few] = [await calls.run({ dashboard_id }), await calls.run({ dashboard_id, limit: 3 })];
    expect(few.tiles[0]?.rows).toEqual(all.tiles[0]?.rows?.slice(0, 3));
    expect(few.tiles[0]?.rows?.every((row) => row[2] !== null)).toBe(true);
  });

  it('say so where Looker does not tell which of them hears a filter', async () => {
    const { merge } = await merged(BY_STATE, USERS_BY_STATE);
    const listen = [{ dashboard_filter_name: 'State', field: 'users.state' }];
    const filterables = [{ model: 'other', view: 'other', listen }];
    const tile = { id: '1', title: 'Both', merge_result_id: merge, result_maker: { filterables } };
    const { tiles } = await calls.run(calls.answered([tile], { dashboard_filters: [filterOf('State', 'Texas')] }));
    expect(tiles[0]?.merged?.notes).toEqual(
      ['Orders', 'People'].map(
        (name) => `${name} ran without filters of the dashboard: Looker does not say clearly which it hears.`,
      ),
    );
  });

  it('are joined whichever field of a pair Looker names first, and show two columns of one name as two', async () => {
    const [first, second] = [BY_STATE, { ...BY_STATE, filters: { 'orders.status': 'complete' } }];
    const same = await merged(first, second);
    const { tiles } = await calls.run({
      dashboard_id: await calls.made({}, { title: 'Same', merge_result_id: same.merge }),
    });
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
      const answer = await calls.run({
        dashboard_id: await calls.made({}, { title: 'Other', merge_result_id: merge }),
      });
      expect(answer.tiles[0]?.columns?.map(({ name }) => name)).toEqual(['users.state', 'orders.count', 'users.count']);
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
    const { tiles, text } = await calls.run({
      dashboard_id: await calls.made({}, { title: 'Apart', merge_result_id: merge }),
    });
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
    const { tiles } = await calls.run({
      dashboard_id: await calls.made({}, { title: 'More', merge_result_id: merge }),
    });
    expect(tiles[0]?.merged?.notes).toEqual([
      'Its own calculations are left out: share.',
      'The tile pivots these rows by users.state.',
      'The tile sorts these rows by orders.count desc.',
      'The tile shows 3 of these rows at most.',
    ]);
  });
});
