import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { clientWith, type LookerClient, openClient } from './looker-client.js';

const shop = '/projects/sample_shop';
const events = '/projects/shop_events';
const botEmail = 'ci-bot@example.com';

describe('branches that are there from the start', () => {
  let looker: SampleLooker;
  let production: LookerClient;
  let bot: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20', developers: [botEmail] });
    production = await openClient(looker);
  });
  afterAll(() => looker.close());
  beforeEach(async () => {
    const [found] = (await production.call('GET', `/users/search?email=${botEmail}`)).body as { id: string }[];
    const { access_token: token } = (await production.call('POST', `/login/${found?.id}`)).body as {
      access_token: string;
    };
    bot = clientWith(looker.baseUrl, token);
    await bot.call('PATCH', '/session', { workspace_id: 'dev' });
    for (const project of [shop, events]) await checkOut(project, 'main');
  });

  const checkOut = (project: string, name: string) => bot.call('PUT', `${project}/git_branch`, { name });
  const runTests = async (who: LookerClient, query = '') =>
    (await who.call('GET', `${shop}/lookml_tests/run${query}`)).body as Record<string, unknown>[];

  it('both projects have them on their remotes, of one name too', async () => {
    const namesOf = async (project: string) =>
      ((await bot.call('GET', `${project}/git_branches`)).body as { name: string; is_remote: boolean }[])
        .filter(({ is_remote: isRemote }) => isRemote)
        .map(({ name }) => name);
    expect(await namesOf(shop)).toEqual(
      expect.arrayContaining(['main', 'feature/new-aggregation', 'feature/broken-lookml', 'feature/broken-totals']),
    );
    expect(await namesOf(events)).toEqual(expect.arrayContaining(['main', 'feature/new-aggregation']));
  });

  it('a developer of the option is no administrator and works in a workspace of their own', async () => {
    expect((await bot.call('GET', '/user')).body).toMatchObject({ display_name: 'Ci Bot', email: botEmail });
    expect((await bot.call('POST', '/login/2')).status).toBe(403);
    expect((await bot.call('GET', '/users/1/credentials_email')).status).toBe(404);
    expect((await bot.call('GET', `${shop}/files`)).status).toBe(200);
  });

  it('feature/new-aggregation has a measure that production lacks and counts orders differently', async () => {
    const counted = { model: 'ecommerce', view: 'orders', fields: ['orders.count'] };
    const added = { model: 'ecommerce', view: 'order_items', fields: ['order_items.revenue_per_user'] };
    await checkOut(shop, 'feature/new-aggregation');
    expect(await bot.rows(counted)).toEqual(
      await production.sql(`SELECT COUNT(*) AS "orders.count" FROM orders WHERE status <> 'cancelled'`),
    );
    expect(await production.rows(counted)).toEqual(
      await production.sql('SELECT COUNT(*) AS "orders.count" FROM orders'),
    );
    const [row] = await bot.rows(added);
    const [wanted] = await production.sql('SELECT SUM(sale_price) / COUNT(DISTINCT user_id) AS each FROM order_items');
    expect(Number(row?.['order_items.revenue_per_user'])).toBeCloseTo(Number(wanted?.each), 6);
    expect((await production.call('POST', '/queries/run/json', added)).status).toBe(400);
    expect((await bot.call('POST', `${shop}/validate`)).body).toMatchObject({ errors: [] });
  });

  it('the branch of the imported project counts in queries of the one that imports it, when it is checked out there', async () => {
    const asked = { model: 'ecommerce', view: 'events', fields: ['events.session_count', 'events.sessions_per_user'] };
    await checkOut(shop, 'feature/new-aggregation');
    expect((await bot.call('POST', '/queries/run/json', asked)).status).toBe(400);
    await checkOut(events, 'feature/new-aggregation');
    const [row] = await bot.rows(asked);
    const sql = `SELECT COUNT(DISTINCT session_id) AS visits FROM events WHERE event_type = 'purchase'`;
    expect(row?.['events.session_count']).toBe((await production.sql(sql))[0]?.visits);
    const { body: field } = await bot.call('GET', '/lookml_models/ecommerce/explores/events?fields=fields');
    expect(field).toMatchObject({
      fields: { measures: expect.arrayContaining([expect.objectContaining({ project_name: 'shop_events' })]) },
    });
  });

  it('a remote dependency is the project of its address at the ref of the manifest, whatever is checked out', async () => {
    const admin = await openClient(looker);
    await admin.call('PATCH', '/session', { workspace_id: 'dev' });
    const url = 'https://git.example.com/acme/shop-events.git';
    await admin.call('PATCH', events, { git_remote_url: url });
    await admin.call('POST', '/projects', { name: 'importer' });
    const write = (path: string, content: string) => admin.call('POST', '/projects/importer/files', { path, content });
    const manifest = (ref: string) =>
      `project_name: "importer"\nremote_dependency: tracking {\n  url: "${url}"\n  ref: "${ref}"\n}\n`;
    await write('manifest.lkml', manifest('feature/new-aggregation'));
    await write(
      'importer.model.lkml',
      'connection: "sample_warehouse"\ninclude: "//tracking/*.view"\nexplore: events {}\n',
    );
    await admin.call('POST', '/lookml_models', { name: 'importer', project_name: 'importer' });
    const asked = { model: 'importer', view: 'events', fields: ['events.sessions_per_user'] };
    expect((await admin.call('POST', '/queries/run/json', asked)).status).toBe(200);
    expect((await admin.call('GET', '/projects/importer/manifest')).body).toMatchObject({
      imports: [{ name: 'tracking', url, ref: 'feature/new-aggregation', is_remote: true }],
    });
    await admin.call('PUT', '/projects/importer/files', { path: 'manifest.lkml', content: manifest('main') });
    expect((await admin.call('POST', '/queries/run/json', asked)).status).toBe(400);
    expect((await admin.call('POST', '/projects/importer/validate')).body).toMatchObject({ errors: [] });
  });

  it('feature/broken-lookml fails validation, each error with its place, and other explores still answer', async () => {
    await checkOut(shop, 'feature/broken-lookml');
    const { errors } = (await bot.call('POST', `${shop}/validate`)).body as { errors: Record<string, unknown>[] };
    const shown = errors.map(({ kind, file_path: path, explore, field_name: field, model_id: model }) => ({
      ...{ kind, path, explore, field, model },
    }));
    const [none, orders] = [null, 'orders.view.lkml'];
    expect(shown).toEqual(
      expect.arrayContaining([
        { kind: 'syntax', path: 'drafts/regions.view.lkml', explore: none, field: none, model: none },
        { kind: 'reference', path: 'ecommerce.model.lkml', explore: 'regions', field: none, model: 'ecommerce' },
        { kind: 'syntax', path: orders, explore: none, field: 'orders.region', model: none },
        { kind: 'reference', path: orders, explore: none, field: 'orders.region', model: 'ecommerce' },
      ]),
    );
    for (const error of errors) {
      expect(error).toMatchObject({ severity: 'error', message: expect.any(String), line_number: expect.any(Number) });
    }
    expect((await production.call('POST', `${shop}/validate`)).body).toMatchObject({ errors: [] });
    expect(await bot.rows({ model: 'ecommerce', view: 'orders', fields: ['orders.count'] })).toHaveLength(1);
  });

  it('feature/broken-totals fails a data test in dev, at the line of its assertion, and none in production', async () => {
    await checkOut(shop, 'feature/broken-totals');
    const { text } = await bot.call('GET', `${shop}/file/content?file_path=data_tests.lkml`);
    const line = text.split('\n').findIndex((each) => each.includes('assert: revenue_is_above_zero')) + 1;
    const outcomes = await runTests(bot);
    expect(outcomes).toMatchObject([
      { test_name: 'order_ids_are_unique', success: true, assertions_count: 1, assertions_failed: 0, errors: [] },
      {
        ...{ test_name: 'revenue_is_positive', model_name: 'ecommerce', success: false },
        ...{ assertions_count: 2, assertions_failed: 1 },
        errors: [{ file_path: 'data_tests.lkml', line_number: line, explore: 'order_items', model_id: 'ecommerce' }],
      },
    ]);
    expect((await runTests(production)).every(({ success }) => success === true)).toBe(true);
    expect(await runTests(bot, '?test=order_ids_are_unique')).toHaveLength(1);
    expect(await runTests(bot, '?model=sales')).toEqual([]);
    expect(await runTests(bot, '?file_id=data_tests.lkml')).toHaveLength(2);
  });

  it('a data test whose query cannot run fails all its assertions', async () => {
    const admin = await openClient(looker);
    await admin.call('PATCH', '/session', { workspace_id: 'dev' });
    const content = `test: lost {\n  explore_source: orders { column: nothing {} }\n  assert: a { expression: 1 = 1 ;; }\n}\n`;
    await admin.call('PUT', `${shop}/files`, { path: 'data_tests.lkml', content });
    expect(await runTests(admin)).toMatchObject([
      { success: false, assertions_failed: 1, errors: [{ message: expect.stringContaining('orders.nothing') }] },
    ]);
  });

  it('continuous integration tests a branch with its own LookML', async () => {
    const resultOf = async (branch: string) => {
      const started = await production.call('POST', `${shop}/continuous_integration/runs`, { branch });
      const { id } = started.body as { id: string };
      const read = async () => (await production.call('GET', `${shop}/continuous_integration/runs/${id}`)).body;
      await expect.poll(read, { timeout: 30_000 }).toMatchObject({ finished_at: expect.any(String) });
      return read();
    };
    expect(await resultOf('feature/broken-totals')).toMatchObject({
      status: 'failed',
      result: { lookml_result: { error_count: 0 }, assert_result: { status: 'failed' } },
    });
    expect(await resultOf('main')).toMatchObject({ status: 'passed' });
  });
});
