import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { clientWith, type LookerClient, openClient } from './looker-client.js';

const shop = '/projects/sample_shop';

describe('projects', () => {
  let looker: SampleLooker;
  let client: LookerClient;
  let production: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
  });
  afterAll(() => looker.close());
  beforeEach(async () => {
    [client, production] = [await openClient(looker), await openClient(looker)];
    await client.call('PATCH', '/session', { workspace_id: 'dev' });
    await client.call('POST', `${shop}/reset_to_production`);
  });

  const body = async (answer: ReturnType<LookerClient['call']>) => (await answer).body as Record<string, never>;
  const contentOf = async (who: LookerClient, path: string) =>
    (await who.call('GET', `${shop}/file/content?file_path=${path}`)).text;
  const write = (path: string, content: string) => client.call('PUT', `${shop}/files`, { path, content });

  it('the files of the sample are LookML without mistakes', async () => {
    const files = (await client.call('GET', `${shop}/files?fields=path,type`)).body as { path: string; type: string }[];
    expect(files).toContainEqual({ path: 'ecommerce.model.lkml', type: 'model' });
    expect(files.filter(({ type }) => type === 'view').length).toBeGreaterThanOrEqual(4);
    expect(await contentOf(client, 'orders.view.lkml')).toMatch(/dimension_group: created \{\n {4}type: time/);
    expect(await contentOf(client, 'ecommerce.model.lkml')).toContain(`sql_on: \${orders.user_id} = \${users.id} ;;`);
    expect(await body(client.call('POST', `${shop}/validate`))).toMatchObject({ errors: [] });
  });

  it('files change in dev mode only, for their author only, until they are deployed', async () => {
    const path = 'notes/ideas.md';
    const refused = await production.call('POST', `${shop}/files`, { path, content: 'x' });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('development mode');
    expect(await body(client.call('POST', `${shop}/files`, { path, content: '# Ideas' }))).toMatchObject({
      path,
      editable: true,
      git_status: { action: 'add' },
    });
    expect((await client.call('POST', `${shop}/files`, { path, content: 'x' })).status).toBe(409);
    const other = clientWith(looker.baseUrl, String((await body(client.call('POST', '/login/2'))).access_token));
    await other.call('PATCH', '/session', { workspace_id: 'dev' });
    for (const who of [other, production]) expect((await who.call('GET', `${shop}/files`)).text).not.toContain(path);

    expect((await client.call('POST', `${shop}/commit`, { files: [path], message: 'Note ideas' })).status).toBe(200);
    expect((await client.call('POST', `${shop}/deploy_to_production`)).status).toBe(204);
    expect(await contentOf(production, path)).toBe('# Ideas');
    expect((await client.call('DELETE', `${shop}/files?file_path=${path}`)).status).toBe(204);
    expect((await client.call('GET', `${shop}/file/content?file_path=${path}`)).status).toBe(404);
    expect(await contentOf(production, path)).toBe('# Ideas');
  });

  it('the workspace of a user outlives the session', async () => {
    await write('README.md', 'Kept');
    await client.call('DELETE', '/logout');
    client = await openClient(looker);
    expect(await contentOf(client, 'README.md')).not.toBe('Kept');
    await client.call('PATCH', '/session', { workspace_id: 'dev' });
    expect(await contentOf(client, 'README.md')).toBe('Kept');
    expect(await body(client.call('GET', `${shop}/current_workspace`))).toMatchObject({
      workspace_id: 'dev',
      git_status: 'uncommitted_changes',
    });
  });

  it('a mistake is found with its file and line, stands in the way of a commit, and old results become stale', async () => {
    expect((await production.call('GET', `${shop}/validate`)).status).toBe(204);
    await client.call('POST', `${shop}/validate`);
    const text = await contentOf(client, 'orders.view.lkml');
    await write('orders.view.lkml', text.replace(`\${TABLE}.user_id`, `\${nobody}`));
    expect(await body(client.call('GET', `${shop}/validate`))).toMatchObject({ stale: true, errors: [] });
    const line = text.split('\n').findIndex((each) => each.includes('.user_id')) + 1;
    const found = await body(client.call('POST', `${shop}/validate`));
    expect(found.errors).toMatchObject([
      { code: 'unknown_field', file_path: 'orders.view.lkml', line_number: line, model_id: 'ecommerce' },
      { code: 'unknown_field', file_path: 'orders.view.lkml', line_number: line, model_id: 'sales' },
    ]);
    const refused = await client.call('POST', `${shop}/commit`, { message: 'Break it' });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('orders.view.lkml');
  });

  it('LookML tests run on the data', async () => {
    const tests = (await client.call('GET', `${shop}/lookml_tests?fields=name,model_name`)).body;
    expect(tests).toContainEqual({ name: 'order_ids_are_unique', model_name: 'ecommerce' });
    expect((await client.call('GET', `${shop}/lookml_tests/run`)).body).toMatchObject([
      { test_name: 'order_ids_are_unique', success: true, assertions_failed: 0 },
      { test_name: 'revenue_is_positive', success: true, assertions_count: 2 },
    ]);
    const text = await contentOf(client, 'data_tests.lkml');
    await write('data_tests.lkml', text.replace('total_revenue} > 0', 'total_revenue} < 0'));
    const [failed] = (await client.call('GET', `${shop}/lookml_tests/run?test=revenue_is_positive`)).body as unknown[];
    expect(failed).toMatchObject({ success: false, assertions_failed: 1, errors: [{ code: 'assertion_failed' }] });
  });

  it('a project begins in dev mode and reaches production by being deployed', async () => {
    expect((await production.call('POST', '/projects', { name: 'fresh' })).status).toBe(400);
    expect(await body(client.call('POST', '/projects', { name: 'fresh' }))).toMatchObject({
      id: 'fresh',
      has_production_counterpart: false,
    });
    expect((await client.call('POST', '/projects', { name: 'fresh' })).status).toBe(409);
    const tables = [{ schema: 'main', table_name: 'orders', base_view: true }, { table_name: 'users' }];
    const query = 'connection=sample_warehouse&file_type_for_explores=model&folder_name=views';
    const made = await client.call('POST', `/projects/fresh/generate?${query}&fields=path`, { tables });
    expect(made.body).toEqual(
      ['orders.view', 'users.view', 'sample_warehouse.model'].map((name) => ({ path: `views/${name}.lkml` })),
    );
    expect(await body(client.call('POST', '/projects/fresh/validate'))).toMatchObject({ errors: [] });
    await client.call('POST', '/projects/fresh/commit', { message: 'Begin' });
    await client.call('POST', '/projects/fresh/deploy_to_production');
    expect((await production.call('GET', '/projects/fresh/files?fields=path')).body).toHaveLength(3);
    expect((await production.call('DELETE', '/projects/fresh')).status).toBe(400);
    expect((await client.call('DELETE', '/projects/fresh')).status).toBe(204);
    expect((await client.call('GET', '/projects/fresh')).status).toBe(404);
  });

  it('settings are kept and secrets never shown', async () => {
    const secret = { git_password: 'hush-1', deploy_secret: 'hush-2' };
    const changed = await client.call('PATCH', shop, { ...secret, pull_request_mode: 'links' });
    expect(changed.body).toMatchObject({ pull_request_mode: 'links', git_production_branch_name: 'main' });
    expect(changed.text + (await client.call('GET', '/projects')).text).not.toMatch(/hush/);
  });

  it('directories are made, listed and deleted with what is in them', async () => {
    await client.call('POST', `${shop}/directories`, { path: 'views/empty' });
    await client.call('POST', `${shop}/files`, { path: 'explores/a.explore.lkml', content: '' });
    const listed = (await client.call('GET', `${shop}/directories`)).body;
    expect(listed).toEqual(expect.arrayContaining(['explores', 'views/empty']));
    expect((await client.call('DELETE', `${shop}/directories?path=explores`)).status).toBe(204);
    expect((await client.call('GET', `${shop}/files`)).text).not.toContain('a.explore.lkml');
    expect((await production.call('DELETE', `${shop}/directories?path=views/empty`)).status).toBe(400);
    expect((await client.call('DELETE', `${shop}/directories?path=views/empty`)).status).toBe(204);
  });

  it.each(['../secrets.lkml', '/etc/a.lkml', 'a//b.lkml', 'program.exe', ''])(
    'the path "%s" is refused',
    async (path) => {
      expect((await client.call('POST', `${shop}/files`, { path, content: '' })).status).toBe(422);
    },
  );

  it('a workspace lists the projects it has', async () => {
    await client.call('POST', '/projects', { name: 'unfinished' });
    const namesOf = async (id: string) =>
      (await body(client.call('GET', `/workspaces/${id}?fields=projects(name)`))).projects;
    expect(await namesOf('production')).toEqual([{ name: 'sample_shop' }, { name: 'shop_events' }]);
    expect(await namesOf('dev')).toEqual([{ name: 'sample_shop' }, { name: 'shop_events' }, { name: 'unfinished' }]);
    expect((await client.call('GET', '/workspaces/other')).status).toBe(404);
  });
});

describe('models', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
  });
  afterAll(() => looker.close());

  it('a configured model is empty until its project has a file for it, and can be taken away and brought back', async () => {
    const created = await client.call('POST', '/lookml_models', { name: 'finance', project_name: 'sample_shop' });
    expect(created.body).toMatchObject({ name: 'finance', explores: [], has_content: false });
    const names = async (query: string) =>
      ((await client.call('GET', `/lookml_models?fields=name${query}`)).body as { name: string }[]).map((m) => m.name);
    expect(await names('')).toEqual(['ecommerce', 'sales', 'finance']);
    expect(await names('&exclude_empty=true')).toEqual(['ecommerce', 'sales']);
    const allowed = { allowed_db_connection_names: ['sample_warehouse'], unlimited_db_connections: true };
    expect((await client.call('PATCH', '/lookml_models/finance', allowed)).body).toMatchObject(allowed);

    expect((await client.call('DELETE', '/lookml_models/sales')).status).toBe(204);
    expect((await client.call('GET', '/lookml_models/sales')).status).toBe(404);
    await client.call('POST', '/lookml_models', { name: 'sales', project_name: 'sample_shop' });
    expect(await client.rows({ model: 'sales', view: 'sales', fields: ['order_items.count'] })).toHaveLength(1);
  });

  it('an unknown connection or project and a taken name are refused', async () => {
    const create = async (body: object) => (await client.call('POST', '/lookml_models', body)).status;
    expect(await create({ name: 'ecommerce', project_name: 'sample_shop' })).toBe(409);
    expect(await create({ name: 'a', project_name: 'nothing' })).toBe(422);
    expect(await create({ name: 'a', project_name: 'sample_shop', allowed_db_connection_names: ['x'] })).toBe(422);
  });
});
