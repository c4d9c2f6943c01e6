import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { clientWith, type LookerClient, openClient } from './looker-client.js';

const shop = '/projects/sample_shop';

describe('git of a project', () => {
  let looker: SampleLooker;
  let client: LookerClient;
  let other: LookerClient;

  beforeEach(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
    const { access_token: token } = (await client.call('POST', '/login/2')).body as { access_token: string };
    other = clientWith(looker.baseUrl, token);
    for (const who of [client, other]) await who.call('PATCH', '/session', { workspace_id: 'dev' });
  });
  afterEach(() => looker.close());

  const branchOf = async (who: LookerClient) =>
    (await who.call('GET', `${shop}/git_branch`)).body as { name: string; ref: string };
  const create = (name: string, ref?: string) => client.call('POST', `${shop}/git_branch`, { name, ref });
  const checkOut = (who: LookerClient, body: object) => who.call('PUT', `${shop}/git_branch`, body);
  const commitFile = async (path: string, content: string) => {
    await client.call('POST', `${shop}/files`, { path, content });
    return client.call('POST', `${shop}/commit`, { message: `Add ${path}` });
  };
  const hasFile = async (who: LookerClient, path: string) =>
    (await who.call('GET', `${shop}/files?fields=path`)).text.includes(`"${path}"`);

  it('every developer begins on a branch of their own that others cannot write to', async () => {
    const [mine, theirs] = [await branchOf(client), await branchOf(other)];
    expect(mine).toMatchObject({ personal: true, readonly: false, is_production: false });
    expect(mine.name).toMatch(/^dev-sam-sample-\w{4}$/);
    expect(theirs.name).not.toBe(mine.name);
    expect((await checkOut(client, { name: theirs.name })).body).toMatchObject({ readonly: true });
    expect((await client.call('POST', `${shop}/files`, { path: 'a.md', content: '' })).status).toBe(400);
  });

  it('the checkout is one cell per user and project: the next session finds it as it was left', async () => {
    expect((await create('feature/states')).body).toMatchObject({ name: 'feature/states', personal: false });
    const again = await openClient(looker);
    expect(await branchOf(again)).toMatchObject({ name: 'main', is_production: true });
    await again.call('PATCH', '/session', { workspace_id: 'dev' });
    expect(await branchOf(again)).toMatchObject({ name: 'feature/states' });
    expect((await branchOf(other)).name).toMatch(/^dev-/);
  });

  it('branches are created and switched in dev mode only', async () => {
    const production = await openClient(looker);
    expect((await production.call('POST', `${shop}/git_branch`, { name: 'x' })).status).toBe(400);
    expect((await checkOut(production, { name: 'main' })).status).toBe(400);
    expect((await create('x')).status).toBe(200);
    expect((await create('x')).status).toBe(409);
    expect((await create('a b')).status).toBe(422);
    expect((await create('y', 'no-such-ref')).status).toBe(422);
    expect((await checkOut(client, { name: 'nowhere' })).status).toBe(404);
  });

  it('each branch has its own files; changes come along unless the switch would overwrite them', async () => {
    const { name: own } = await branchOf(client);
    await create('feature');
    expect((await commitFile('a.md', 'one')).status).toBe(200);
    await client.call('POST', `${shop}/files`, { path: 'loose.md', content: '' });
    await checkOut(client, { name: own });
    expect([await hasFile(client, 'a.md'), await hasFile(client, 'loose.md')]).toEqual([false, true]);
    await client.call('POST', `${shop}/files`, { path: 'a.md', content: 'two' });
    const refused = await checkOut(client, { name: 'feature' });
    expect(refused.status).toBe(400);
    expect(refused.text).toContain('a.md');
  });

  it('pushed commits are seen by others, and a push that would lose theirs is refused', async () => {
    await create('together');
    await commitFile('a.md', '');
    expect(await branchOf(client)).toMatchObject({ ahead_count: 1, behind_count: 0 });
    await checkOut(other, { name: 'together' });
    expect(await hasFile(other, 'a.md')).toBe(false);
    expect((await client.call('POST', `${shop}/push_branch`)).status).toBe(204);
    expect(await branchOf(other)).toMatchObject({ ahead_count: 0, behind_count: 1 });
    await other.call('POST', `${shop}/files`, { path: 'b.md', content: '' });
    await other.call('POST', `${shop}/commit`, { message: 'Add b' });
    expect((await other.call('POST', `${shop}/push_branch`)).status).toBe(400);
    expect((await other.call('POST', `${shop}/reset_to_remote`)).status).toBe(204);
    expect([await hasFile(other, 'a.md'), await hasFile(other, 'b.md')]).toEqual([true, false]);
  });

  it('a branch is reset to a ref, and an amended commit replaces the latest', async () => {
    await create('feature');
    const { ref: before } = await branchOf(client);
    await commitFile('a.md', '');
    const { ref: first } = await branchOf(client);
    await client.call('POST', `${shop}/commit`, { message: 'Say it better', amend: true });
    const { ref: amended } = await branchOf(client);
    expect(amended).not.toBe(first);
    expect(await branchOf(client)).toMatchObject({ ahead_count: 1 });
    expect((await checkOut(client, { ref: before })).body).toMatchObject({ ref: before });
    expect(await hasFile(client, 'a.md')).toBe(false);
    expect((await checkOut(client, { ref: first.slice(0, 9) })).body).toMatchObject({ ref: first });
  });

  it('a branch is deleted unless it is checked out, personal or production', async () => {
    const { name: own } = await branchOf(client);
    await create('feature/old');
    const path = `${shop}/git_branch/${encodeURIComponent('feature/old')}`;
    expect((await client.call('DELETE', path)).status).toBe(400);
    await checkOut(client, { name: own });
    expect((await client.call('GET', path)).body).toMatchObject({ name: 'feature/old' });
    expect((await client.call('DELETE', path)).status).toBe(204);
    expect((await client.call('GET', path)).status).toBe(404);
    for (const name of [own, 'main']) {
      expect((await client.call('DELETE', `${shop}/git_branch/${name}`)).status).toBe(400);
    }
  });

  it('tags and branches are deployed, at once or with a status to ask for', async () => {
    const production = await openClient(looker);
    const { name: before } = await branchOf(other);
    await create('release');
    await commitFile('a.md', '');
    expect((await client.call('POST', `${shop}/tag?tag_name=v1`)).status).toBe(204);
    expect((await client.call('POST', `${shop}/tag?tag_name=v1`)).status).toBe(409);
    expect((await client.call('POST', `${shop}/deploy_ref_to_production?ref=v1&branch=release`)).status).toBe(400);
    const queued = await client.call('POST', `${shop}/async_deploy_ref_to_production?ref=v1`);
    const { deployment_id: id } = queued.body as { deployment_id: string };
    expect(queued.body).toMatchObject({ status: 'queued' });
    expect(await hasFile(production, 'a.md')).toBe(false);
    await vi.waitFor(async () => {
      expect((await client.call('GET', `${shop}/deploy_status/${id}`)).body).toMatchObject({ status: 'SUCCESS' });
    });
    expect(await hasFile(production, 'a.md')).toBe(true);
    expect((await client.call('POST', `${shop}/deploy_ref_to_production?branch=${before}`)).status).toBe(204);
    expect(await hasFile(production, 'a.md')).toBe(false);
  });

  it('a deploy key is a public key, made once', async () => {
    expect((await client.call('GET', `${shop}/git/deploy_key`)).status).toBe(404);
    const created = await client.call('POST', `${shop}/git/deploy_key`);
    expect(created.text).toMatch(/^ssh-ed25519 AAAAC3NzaC1lZDI1NTE5[\w+/=]+ /);
    expect((await client.call('GET', `${shop}/git/deploy_key`)).text).toBe(created.text);
    expect((await client.call('POST', `${shop}/git/deploy_key`)).status).toBe(409);
  });

  it('the manifest names its dependencies, which have credentials and can be locked', async () => {
    const url = 'https://git.example.com/acme/shop-blocks.git';
    expect((await client.call('GET', `${shop}/manifest`)).body).toMatchObject({
      name: 'sample_shop',
      imports: [
        { name: 'shop_blocks', url, ref: 'v1.4.0', is_remote: true },
        { name: 'shop_events', url: null, is_remote: false },
      ],
    });
    const changed = await client.call('PUT', `${shop}/credential/shop_blocks`, {
      git_username: 'me',
      git_password: 'hush',
    });
    expect(changed.body).toMatchObject({ remote_url: url, git_username: 'me', is_configured: true });
    expect(changed.text).not.toContain('hush');
    expect((await client.call('DELETE', `${shop}/credential/shop_blocks`)).status).toBe(204);
    expect((await client.call('GET', `${shop}/credentials`)).body).toMatchObject([{ is_configured: false }]);
    expect((await client.call('POST', `${shop}/manifest/lock_all`)).status).toBe(204);
    expect((await client.call('GET', `${shop}/file/content?file_path=manifest_lock.lkml`)).text).toContain(url);
  });

  it('connections are tested and diagnosed', async () => {
    const tests = (await client.call('GET', `${shop}/git_connection_tests`)).body as { id: string }[];
    const run = async (id = '') => (await client.call('GET', `${shop}/git_connection_tests/${id}`)).body;
    expect(tests.length).toBeGreaterThanOrEqual(3);
    expect(await run(tests[0]?.id)).toMatchObject({ status: 'pass' });
    await client.call('POST', `${shop}/git/deploy_key`);
    const report = (await client.call('POST', `${shop}/git_diagnostic_report`, {})).body as { id: string };
    const path = `${shop}/git_diagnostic_report/${report.id}`;
    expect((await client.call('GET', path)).body).toMatchObject({ project_id: 'sample_shop', issues: [] });
    expect((await client.call('POST', `${path}/repair`, {})).body).toMatchObject({ state: 'repaired' });
  });

  it('continuous integration tells a sound branch from a broken one', async () => {
    await client.call('PATCH', shop, { validation_required: false });
    await create('broken');
    await commitFile('broken.view.lkml', 'view: broken {');
    await client.call('POST', `${shop}/push_branch`);
    const resultOf = async (branch: string) => {
      const run = (await client.call('POST', `${shop}/continuous_integration/runs`, { branch })).body as { id: string };
      expect(run).toMatchObject({ status: 'queued', git_branch_name: branch });
      const read = async () => (await client.call('GET', `${shop}/continuous_integration/runs/${run.id}`)).body;
      await vi.waitFor(async () => expect(await read()).toMatchObject({ finished_at: expect.any(String) }), 30_000);
      return read();
    };
    expect(await resultOf('main')).toMatchObject({ status: 'passed', result: { lookml_result: { error_count: 0 } } });
    expect(await resultOf('broken')).toMatchObject({
      status: 'failed',
      result: { lookml_result: { errors: [{ lookml_error: { file_path: 'broken.view.lkml', line_number: '1' } }] } },
    });
    const { run_id: id } = (await client.call('POST', `${shop}/ci/run`, { branch: 'main' })).body as { run_id: string };
    expect((await client.call('GET', `${shop}/ci/runs/${id}`)).body).toMatchObject({ run: { run_id: id } });
  });
});
