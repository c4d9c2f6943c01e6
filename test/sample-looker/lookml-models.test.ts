import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lookmlModels } from '../../apps/sample-looker/models/lookml-models.js';
import { withImports } from '../../apps/sample-looker/projects/imported-files.js';
import { sampleFiles } from '../../apps/sample-looker/projects/sample-files.js';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { modelsOfTree } from '../../apps/sample-looker/workspaces/tree-models.js';
import { type LookerClient, openClient } from './looker-client.js';

const model = (explores: string) => `connection: "sample_warehouse"\ninclude: "/*.view"\n${explores}`;

describe('LookML as models', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
    await client.call('PATCH', '/session', { workspace_id: 'dev' });
    await client.call('POST', '/projects', { name: 'tried' });
    await client.call('POST', '/lookml_models', { name: 'tried', project_name: 'tried' });
  });
  afterAll(() => looker.close());

  /** Replaces the files of the project. */
  const write = async (files: Record<string, string>) => {
    const listed = (await client.call('GET', '/projects/tried/files')).body as { path: string }[];
    for (const { path } of listed) await client.call('DELETE', `/projects/tried/files?file_path=${path}`);
    for (const [path, content] of Object.entries(files)) {
      await client.call('POST', '/projects/tried/files', { path, content });
    }
  };
  const rows = (view: string, fields: string[], more: object = {}) =>
    client.rows({ model: 'tried', view, fields, ...more });

  it('the models of the sample are those that its LookML describes', () => {
    const tree = withImports(sampleFiles('sample_shop', lookmlModels), ({ name }) =>
      name === 'shop_events' ? sampleFiles(name, lookmlModels) : undefined,
    );
    const written = modelsOfTree(tree);
    expect([...written.keys()]).toEqual(lookmlModels.map(({ name }) => name));
    for (const { name, label, connectionName, explores } of lookmlModels) {
      expect(written.get(name)).toEqual({ label, connectionName, explores });
    }
  });

  it('dimensions, dimension groups and measures become SQL, whatever they refer to', async () => {
    await write({
      'tried.model.lkml': model(
        `explore: orders { join: users { sql_on: \${orders.user_id} = \${users.id} ;; relationship: many_to_one } }`,
      ),
      'users.view.lkml':
        'view: users { dimension: id { primary_key: yes type: number } dimension: age { type: number } }',
      'orders.view.lkml': `view: orders {
        dimension: id { primary_key: yes type: number sql: \${TABLE}.id ;; }
        dimension: user_id { hidden: yes type: number }
        dimension: status {}
        dimension: is_late { type: yesno sql: \${status} IN ('returned', 'cancelled') ;; }
        dimension: placed_when_old { type: yesno sql: \${users.age} > 40 ;; }
        dimension: year_text { sql: 'Y' || \${placed_year} ;; }
        dimension_group: placed { type: time timeframes: [raw, date, year] sql: \${TABLE}.created_at ;; }
        measure: count { type: count }
        measure: late { type: count filters: [is_late: "Yes"] value_format: "0" }
        measure: by_old { type: count filters: { field: placed_when_old value: "Yes" } }
        measure: late_share { type: number sql: 1.0 * \${late} / \${count} ;; value_format_name: percent_1 }
      }`,
    });
    const found = await rows('orders', ['orders.year_text', 'orders.late', 'orders.by_old', 'orders.late_share'], {
      sorts: ['orders.year_text'],
    });
    const wanted = await client.sql(`SELECT 'Y' || STRFTIME('%Y', o.created_at) AS "orders.year_text",
      SUM(o.status IN ('returned', 'cancelled')) AS "orders.late", SUM(u.age > 40) AS "orders.by_old",
      1.0 * SUM(o.status IN ('returned', 'cancelled')) / COUNT(*) AS "orders.late_share"
      FROM orders o LEFT JOIN users u ON u.id = o.user_id GROUP BY 1 ORDER BY 1`);
    expect(found).toEqual(wanted);
    const described = (await client.call('GET', '/lookml_models/tried/explores/orders')).body as {
      fields: Record<string, { name: string; hidden: boolean; value_format: string }[]>;
    };
    const hidden = described.fields.dimensions?.filter((field) => field.hidden).map(({ name }) => name);
    expect(hidden).toEqual(['orders.user_id']);
  });

  it('a derived table is queried like a table', async () => {
    await write({
      'tried.model.lkml': model('explore: facts {}'),
      'facts.view.lkml': `view: facts {
        derived_table: { sql: SELECT user_id, COUNT(*) AS orders FROM orders GROUP BY 1 ;; }
        dimension: user_id { primary_key: yes type: number }
        dimension: orders { type: number }
        measure: most { type: max sql: \${orders} ;; }
      }`,
    });
    const wanted = 'SELECT MAX(n) AS "facts.most" FROM (SELECT COUNT(*) AS n FROM orders GROUP BY user_id)';
    expect(await rows('facts', ['facts.most'])).toEqual(await client.sql(wanted));
  });

  it('always_filter, sql_always_where, inner joins and aliases hold in every query of an explore', async () => {
    await write({
      'tried.model.lkml': model(`explore: sold {
        from: order_items
        always_filter: { filters: [buyers.state: "Texas"] }
        sql_always_where: \${sold.sale_price} > 50 ;;
        join: buyers { from: users type: inner sql_on: \${sold.user_id} = \${buyers.id} ;; relationship: many_to_one }
      }`),
      'order_items.view.lkml': `view: order_items {
        dimension: id { primary_key: yes type: number }
        dimension: user_id { type: number }
        dimension: sale_price { type: number }
        measure: revenue { type: sum sql: \${sale_price} ;; }
      }`,
      'users.view.lkml': 'view: users { dimension: id { primary_key: yes type: number } dimension: state {} }',
    });
    const revenueOf = (state: string) => `SELECT SUM(sale_price) AS "sold.revenue" FROM order_items
      JOIN users ON users.id = user_id WHERE sale_price > 50 AND state = '${state}'`;
    const revenue = async (more: object) => Number((await rows('sold', ['sold.revenue'], more))[0]?.['sold.revenue']);
    const wanted = async (state: string) => Number((await client.sql(revenueOf(state)))[0]?.['sold.revenue']);
    expect(await revenue({})).toBeCloseTo(await wanted('Texas'), 2);
    expect(await revenue({ filters: { 'buyers.state': 'Ohio' } })).toBeCloseTo(await wanted('Ohio'), 2);
  });

  it('refinements and extensions change what they name', async () => {
    await write({
      'tried.model.lkml': model(`explore: base { extension: required description: "All" from: users }
        explore: people { extends: [base] label: "People" }
        explore: +people { label: "Everybody" }
        view: +users { measure: count { label: "How many" } measure: oldest { type: max sql: \${age} ;; } }`),
      'users.view.lkml': `view: users { extends: [keyed] dimension: age { type: number } measure: count { type: count } }
        view: keyed { extension: required dimension: id { primary_key: yes type: number } }`,
    });
    const described = await client.call('GET', '/lookml_models/tried/explores/people?fields=label,description,fields');
    expect(described.body).toMatchObject({ label: 'Everybody', description: 'All' });
    for (const name of ['people.id', 'people.oldest']) expect(described.text).toContain(`"${name}"`);
    expect(described.text).toContain('"How many"');
    expect((await client.call('GET', '/lookml_models/tried/explores/base')).status).toBe(404);
  });

  it.each([
    ['refers to itself', `dimension: a { sql: \${b} ;; } dimension: b { sql: \${a} ;; }`, 'orders.a', 'circle'],
    ['names an unknown field', `dimension: a { sql: \${nothing} ;; }`, 'orders.a', 'orders.nothing'],
    ['is no SQL', 'dimension: a { sql: no such column ;; }', 'orders.a', 'such'],
    ['lacks the primary key that it needs', 'measure: count { type: count }', 'orders.count', 'primary key'],
  ])('a field that %s fails its query with a reason', async (_, field, name, reason) => {
    await write({
      'tried.model.lkml': model(
        `explore: users { join: orders { sql_on: \${users.id} = \${orders.user_id} ;; relationship: one_to_many } }`,
      ),
      'users.view.lkml': 'view: users { dimension: id { primary_key: yes type: number } }',
      'orders.view.lkml': `view: orders { dimension: user_id { type: number } ${field} }`,
    });
    const answer = await client.call('POST', '/queries/run/json', { model: 'tried', view: 'users', fields: [name] });
    expect(answer.status).toBe(400);
    expect(answer.text).toContain(reason);
  });
});
