import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';

const ONE_TOOL = 'looker_query_run_inline';
const _SOON = () => new Date(Date.now() + 3_600_000).toISOString();

describe('the config of an MCP server by REST', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const path = (id = '') => `/integrated-account/${accountId}/mcp${id && `/${id}`}`;

  it('a config that is refused for saying too little says what to send', async () => {
    const { body } = await acme.rest.post(path(), { name: 'Agent', config: {} });
    expect(body.message).toContain('send methods, such as ["read"], or the names of single tools as tools.include');
    expect(body.message).toContain('["read", "write", "custom"]');
    expect(body.fields).toEqual([{ path: 'config.methods', rule: expect.stringContaining('config must say') }]);
  });

  it('all tools are what all methods say, and single ones what their names alone say', async () => {
    const all = (await acme.rest.get(`/integrated-account/${accountId}/tools`)).body.result.length;
    const every = await acme.rest.post(path(), { name: 'All', config: { methods: ['read', 'write', 'custom'] } });
    expect(every.body.tools.count).toBe(all);
    const one = await acme.rest.post(path(), { name: 'One', config: { tools: { include: [ONE_TOOL] } } });
    expect(one.body.tools.count).toBe(1);
  });

  it('a change merges what it says, value by value, and leaves all else as narrow as it is', async () => {
    const { id } = await acme.rest.issue(accountId, {
      config: {
        methods: ['read'],
        tags: ['dashboards'],
        tools: { include: [ONE_TOOL], exclude: ['list_all_looker_dashboards'] },
        limits: { rows: 7, characters: 5000, seconds: 9 },
        tools_tokens_max: 90_000,
        require_api_token_auth: true,
        log_arguments: true,
      },
    });
    const { config } = (await acme.rest.get(path(id))).body;
    const changes: readonly (readonly [object, object])[] = [
      [{ limits: { seconds: 60 } }, { limits: { ...config.limits, seconds: 60 } }],
      [{ tools: { include: [] } }, { tools: { ...config.tools, include: [] } }],
      [{ tools: { exclude: [] } }, { tools: { ...config.tools, exclude: [] } }],
      [{ limits: {} }, {}],
      [{ tools: {} }, {}],
      [{ tags: ['looks', 'folders'] }, { tags: ['looks', 'folders'] }],
      [{}, {}],
    ];
    for (const [change, expected] of changes) {
      const changed = await acme.rest.patch(path(id), { config: change });
      expect(changed.body.config, JSON.stringify(change)).toEqual({ ...config, ...expected });
      expect((await acme.rest.patch(path(id), { config })).body.config).toEqual(config);
    }
  });

  it('a null inside a change is refused, but for the bound that it may lift', async () => {
    const { id } = await acme.rest.issue(accountId, { config: { methods: ['read'], tools_tokens_max: 90_000 } });
    const { config } = (await acme.rest.get(path(id))).body;
    for (const key of Object.keys(config).filter((key) => key !== 'tools_tokens_max')) {
      const answer = await acme.rest.patch(path(id), { config: { [key]: null } });
      expect(answer.body, key).toMatchObject({ statusCode: 400, code: 'request.invalid' });
      expect(answer.body.fields[0].path).toBe(`config.${key}`);
    }
    for (const [key, inner] of [
      ['limits', 'rows'],
      ['limits', 'characters'],
      ['limits', 'seconds'],
      ['tools', 'include'],
      ['tools', 'exclude'],
    ] as const)
      expect((await acme.rest.patch(path(id), { config: { [key]: { [inner]: null } } })).status).toBe(400);
    expect((await acme.rest.get(path(id))).body.config).toEqual(config);
    const lifted = await acme.rest.patch(path(id), { config: { tools_tokens_max: null } });
    expect(lifted.body.config).toEqual({ ...config, tools_tokens_max: null });
  });

  it('no change leads to a config that does not say which tools are meant', async () => {
    const { id } = await acme.rest.issue(accountId, { config: { methods: ['read'] } });
    expect((await acme.rest.patch(path(id), { config: { methods: [] } })).status).toBe(400);
    const byName = { methods: [], tools: { include: [ONE_TOOL] } };
    expect((await acme.rest.patch(path(id), { config: byName })).body.tools.count).toBe(1);
    expect((await acme.rest.patch(path(id), { config: { tools: { include: [] } } })).status).toBe(400);
    expect((await acme.rest.patch(path(id), { config: { tags: ['users'] } })).status).toBe(400);
    expect((await acme.rest.get(path(id))).body.tools.count).toBe(1);
  });

  it('a server from the time when tags alone said enough becomes no wider by what is taken back', async () => {
    const { id } = await acme.rest.issue(accountId);
    const old = { tags: ['dashboards'], tools: { exclude: ['list_all_looker_dashboards'] } };
    const database = new pg.Client({ connectionString: gateway.databaseUrl });
    await database.connect();
    await database.query('UPDATE mcp_servers SET config = $1 WHERE id = $2', [JSON.stringify(old), id]);
    await database.end();
    const before = (await acme.rest.get(path(id))).body;
    const wider = [{ tags: [] }, { tags: ['dashboards', 'users'] }, { tools: { exclude: [] } }];
    for (const config of [...wider, { tools: { include: [ONE_TOOL] } }]) {
      const { status, body } = await acme.rest.patch(path(id), { config });
      expect([status, body.code, body.fields?.[0]?.path]).toEqual([400, 'request.invalid', 'config.methods']);
    }
    expect((await acme.rest.get(path(id))).body).toMatchObject({ config: before.config, tools: before.tools });
    const narrower = await acme.rest.patch(path(id), {
      config: { tools: { exclude: ['list_all_looker_dashboards', 'get_single_looker_dashboard_by_id'] } },
    });
    expect(narrower.body.tools.count).toBe(before.tools.count - 1);
    const said = await acme.rest.patch(path(id), { config: { methods: ['read'], tags: [] } });
    expect(said.status).toBe(200);
  });

  it('a server from the time when nothing had to be said keeps what it has, and can be narrowed', async () => {
    const { id } = await acme.rest.issue(accountId);
    const database = new pg.Client({ connectionString: gateway.databaseUrl });
    await database.connect();
    await database.query(`UPDATE mcp_servers SET config = '{}' WHERE id = $1`, [id]);
    await database.end();
    const all = (await acme.rest.get(path(id))).body.tools.count;
    const renamed = await acme.rest.patch(path(id), { name: 'Old', config: { limits: { rows: 5 } } });
    expect(renamed.body).toMatchObject({ name: 'Old', config: { methods: [], limits: { rows: 5 } } });
    expect(renamed.body.tools.count).toBe(all);
    const narrowed = await acme.rest.patch(path(id), { config: { methods: ['read'] } });
    expect(narrowed.body.tools.count).toBeLessThan(all);
    expect((await acme.rest.patch(path(id), { config: { methods: [] } })).status).toBe(400);
  });
});
