import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { clientWith, type LookerClient, openClient } from './looker-client.js';

const shop = '/projects/sample_shop';
const average = `
  measure: average_number {
    label: "Average Number"
    type: average
    sql: \${id} ;;
    value_format_name: decimal_2
  }
`;
const asked = { model: 'ecommerce', view: 'orders', fields: ['orders.average_number'] };

describe('queries in a workspace', () => {
  let looker: SampleLooker;
  let production: LookerClient;
  let dev: LookerClient;

  beforeEach(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    production = await openClient(looker);
    dev = await openDev();
  });
  afterEach(() => looker.close());

  const openDev = async (userId?: string) => {
    const own = await openClient(looker);
    const { access_token: token = own.token } =
      userId === undefined ? {} : ((await own.call('POST', `/login/${userId}`)).body as { access_token: string });
    const client = clientWith(looker.baseUrl, token);
    await client.call('PATCH', '/session', { workspace_id: 'dev' });
    return client;
  };
  const edit = async (who: LookerClient, path: string, change: (text: string) => string, project = shop) => {
    const { text } = await who.call('GET', `${project}/file/content?file_path=${path}`);
    return who.call('PUT', `${project}/files`, { path, content: change(text) });
  };
  const withField = (field: string) => (text: string) => text.replace(/\}\s*$/, `${field}}\n`);
  const fails = async (who: LookerClient, query: object = asked) =>
    (await who.call('POST', '/queries/run/json', query)).text.includes('Unknown or inaccessible field');
  const branch = (who: LookerClient, verb: string, name: string) => who.call(verb, `${shop}/git_branch`, { name });

  it('a measure that was not committed is queried in dev by its author alone, until it is deployed', async () => {
    await edit(dev, 'orders.view.lkml', withField(average));
    const [row] = await dev.rows(asked);
    expect(row).toEqual((await dev.sql('SELECT AVG(id) AS "orders.average_number" FROM orders'))[0]);
    for (const who of [production, await openDev('2')]) expect(await fails(who)).toBe(true);
    await dev.call('POST', `${shop}/commit`, { message: 'Average' });
    expect(await fails(production)).toBe(true);
    await dev.call('POST', `${shop}/deploy_to_production`);
    expect(await production.rows(asked)).toEqual([row]);
  });

  it('explores, models, suggestions, sql, stored queries and query tasks follow the workspace too', async () => {
    await edit(dev, 'orders.view.lkml', withField(average));
    await edit(dev, 'ecommerce.model.lkml', (text) => `${text}\nexplore: buyers {\n  from: users\n  hidden: yes\n}\n`);
    const explore = async (who: LookerClient, name: string) =>
      who.call('GET', `/lookml_models/ecommerce/explores/${name}`);
    const measures = (await explore(dev, 'orders')).body as { fields: { measures: { name: string }[] } };
    expect(measures.fields.measures).toContainEqual(
      expect.objectContaining({
        name: 'orders.average_number',
        label: 'Orders Average Number',
        value_format: '#,##0.00',
      }),
    );
    expect((await explore(production, 'orders')).text).not.toContain('average_number');
    expect([(await explore(dev, 'buyers')).status, (await explore(production, 'buyers')).status]).toEqual([200, 404]);
    expect((await dev.call('GET', '/lookml_models/ecommerce')).text).toContain('"buyers"');
    expect((await production.call('GET', '/lookml_models')).text).not.toContain('"buyers"');
    const suggested = '/models/ecommerce/views/buyers/fields/buyers.state/suggestions';
    expect((await dev.call('GET', suggested)).body).toMatchObject({ suggestions: expect.arrayContaining(['Texas']) });
    const sql = await dev.call('POST', '/queries/run/sql', asked);
    expect(sql.text).toContain('AVG(orders.id) AS "orders.average_number"');
    const { id } = (await production.call('POST', '/queries', asked)).body as { id: string };
    const run = async (who: LookerClient, parameters = '') =>
      (await who.call('GET', `/queries/${id}/run/json${parameters}`)).status;
    expect([await run(dev), await run(production), await run(dev, '?force_production=true')]).toEqual([200, 400, 400]);
    const task = (await dev.call('POST', '/query_tasks', { query_id: id, result_format: 'json' })).body as {
      id: string;
    };
    await dev.call('PATCH', '/session', { workspace_id: 'production' });
    await expect
      .poll(async () => (await dev.call('GET', `/query_tasks/${task.id}`)).body)
      .toMatchObject({
        status: 'complete',
      });
  });

  it('each branch has its own fields, and the branch that is checked out decides', async () => {
    const { name: own } = (await dev.call('GET', `${shop}/git_branch`)).body as { name: string };
    await branch(dev, 'POST', 'feature/x');
    await edit(dev, 'orders.view.lkml', withField(average));
    await dev.call('POST', `${shop}/commit`, { message: 'Average' });
    expect(await fails(dev)).toBe(false);
    await branch(dev, 'PUT', own);
    expect(await fails(dev)).toBe(true);
    await branch(dev, 'PUT', 'feature/x');
    expect(await fails(dev)).toBe(false);
    await dev.call('PATCH', '/session', { workspace_id: 'production' });
    expect(await fails(dev)).toBe(true);
    expect(await fails(await openDev())).toBe(false);
  });

  it('a branch that another developer pushed is queried by who checks it out, and deployed by its ref', async () => {
    const other = await openDev('2');
    await branch(other, 'POST', 'feature/theirs');
    await edit(other, 'orders.view.lkml', withField(average));
    await other.call('POST', `${shop}/commit`, { message: 'Average' });
    await other.call('POST', `${shop}/push_branch`);
    await branch(dev, 'PUT', 'feature/theirs');
    expect(await fails(dev)).toBe(false);
    expect(await fails(production)).toBe(true);
    await dev.call('POST', `${shop}/deploy_ref_to_production?branch=feature/theirs`);
    expect(await fails(production)).toBe(false);
  });

  it('an administrator who logs in as a user works on that user’s checkout', async () => {
    await branch(await openDev('2'), 'POST', 'feature/ada');
    const [asAda, asCarla] = [await openDev('2'), await openDev('4')];
    expect((await asAda.call('GET', `${shop}/git_branch`)).body).toMatchObject({ name: 'feature/ada' });
    for (const who of [asCarla, dev]) {
      expect((await who.call('GET', `${shop}/git_branch?fields=name`)).text).not.toContain('feature/ada');
    }
  });

  it('an imported project is queried as it is checked out there', async () => {
    const sessions = { model: 'ecommerce', view: 'events', fields: ['events.session_count'] };
    const [before] = await dev.rows(sessions);
    const events = '/projects/shop_events';
    await edit(
      dev,
      'events.view.lkml',
      (text) => text.replace(`sql: \${session_id} ;;`, `sql: \${user_id} ;;`),
      events,
    );
    const [changed] = await dev.rows(sessions);
    expect(changed).toEqual((await dev.sql('SELECT COUNT(DISTINCT user_id) AS "events.session_count" FROM events'))[0]);
    expect(changed).not.toEqual(before);
    expect(await production.rows(sessions)).toEqual([before]);
    await dev.call('POST', `${events}/reset_to_production`);
    expect(await dev.rows(sessions)).toEqual([before]);
  });

  it('a model whose file is broken or deleted has no explores in that workspace', async () => {
    await edit(dev, 'ecommerce.model.lkml', (text) => `${text}\nexplore: {`);
    const status = async (who: LookerClient) =>
      (await who.call('POST', '/queries/run/json', { ...asked, fields: ['orders.count'] })).status;
    expect([await status(dev), await status(production)]).toEqual([400, 200]);
    expect((await dev.call('GET', '/lookml_models/sales')).body).toMatchObject({ has_content: true });
    await dev.call('DELETE', `${shop}/files?file_path=sales.model.lkml`);
    expect((await dev.call('GET', '/lookml_models/sales')).body).toMatchObject({ has_content: false, explores: [] });
  });

  it('who sees some states only sees no others in a workspace of their own', async () => {
    await production.call('PUT', '/users/13/roles', ['3', '4']);
    const ana = await openDev('13');
    await edit(
      ana,
      'users.view.lkml',
      withField(`  measure: oldest_plus_one { type: number sql: \${oldest_age} + 1 ;; }\n`),
    );
    const fields = ['users.state', 'users.oldest_plus_one'];
    const rows = await ana.rows({ model: 'ecommerce', view: 'users', fields });
    expect(rows.map((row) => row['users.state'])).toEqual(['California']);
  });
});
