import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';

const ONE_TOOL = 'looker_query_run_inline';
const SOON = () => new Date(Date.now() + 3_600_000).toISOString();

describe('MCP servers by REST', () => {
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

  it("the article's request works as written, with only the host changed", async () => {
    const answer = await fetch(`${gateway.url}/integrated-account/${accountId}/mcp`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${acme.apiToken}`, 'Content-Type': 'application/json' },
      body: `{
        "name": "Looker BI Agent",
        "config": {
          "methods": ["read", "write"],
          "require_api_token_auth": false
        }
      }`,
    });
    const body = (await answer.json()) as Record<string, unknown>;
    expect(answer.status).toBe(201);
    expect(body).toMatchObject({
      name: 'Looker BI Agent',
      config: { methods: ['read', 'write'], tags: [], require_api_token_auth: false },
      integrated_account_id: accountId,
      expires_at: null,
    });
    expect(body.url).toBe(`${gateway.url}/mcp/${body.token}`);
    expect(body.token).toMatch(/^lmg_url_[0-9A-Za-z]{49}$/);
  });

  it('token and URL are shown once: no later answer has them', async () => {
    const created = await acme.rest.issue(accountId);
    const read = await acme.rest.get(path(created.id));
    const changed = await acme.rest.patch(path(created.id), { name: 'Other' });
    const listed = await acme.rest.get(path());
    for (const answer of [read, changed, listed]) {
      expect(answer.status).toBe(200);
      expect(answer.text).not.toContain(created.token);
    }
    expect(read.body).not.toHaveProperty('token');
    expect(read.body).not.toHaveProperty('url');
  });

  it.each([
    ['an unknown field', { naem: 'x' }, 'request.invalid'],
    ['an unknown field of config', { config: { method: ['read'] } }, 'request.invalid'],
    ['no config', { config: undefined }, 'request.invalid'],
    ['a config that says nothing', { config: {} }, 'request.invalid'],
    ['a config of no methods', { config: { methods: [] } }, 'request.invalid'],
    ['tags alone', { config: { tags: ['dashboards'] } }, 'request.invalid'],
    ['no names', { config: { tools: { include: [] } }, expires_at: null }, 'request.invalid'],
    ['names that are out alone', { config: { tools: { exclude: [ONE_TOOL] } } }, 'request.invalid'],
    [
      'names with tags, which every method passes',
      { config: { tags: ['users'], tools: { include: [ONE_TOOL] } } },
      'request.invalid',
    ],
    ['anything but which tools', { config: { require_api_token_auth: true, limits: { rows: 1 } } }, 'request.invalid'],
    ['a list of configs', { config: [{ methods: ['read'] }] }, 'request.invalid'],
    ['an empty list as config', { config: [] }, 'request.invalid'],
    ['a null config', { config: null }, 'request.invalid'],
    ['a text as config', { config: 'read' }, 'request.invalid'],
    ['a past expires_at', { expires_at: '2020-01-01T00:00:00Z' }, 'mcp_server.expiry_too_soon'],
    ['an expires_at without a zone', { expires_at: '2099-01-01T00:00:00' }, 'request.invalid'],
    ['a day that does not exist', { expires_at: '2099-13-41T00:00:00Z' }, 'request.invalid'],
    ['an unknown method', { config: { methods: ['raed'] } }, 'request.invalid'],
    ['an unknown tag', { config: { methods: ['read'], tags: ['dashbords'] } }, 'request.invalid'],
    [
      'methods and tags that share no tool',
      { config: { methods: ['run_inline'], tags: ['users'] } },
      'mcp_server.no_tools',
    ],
  ])('%s is refused with a code, and nothing is written', async (_, body, code) => {
    const before = (await acme.rest.get(path())).body.result.length;
    const answer = await acme.rest.post(path(), { name: 'Agent', config: { methods: ['read'] }, ...body });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ code, request_id: answer.headers['x-request-id'] });
    expect(answer.body.message.length).toBeGreaterThan(20);
    expect((await acme.rest.get(path())).body.result).toHaveLength(before);
  });

  it.each(['application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'text/html'])(
    'a body of %s says nothing: it is refused, and nothing is written',
    async (type) => {
      const before = (await acme.rest.get(path())).body.result.length;
      const answer = await fetch(`${gateway.url}${path()}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${acme.apiToken}`, 'Content-Type': type },
        body: 'name=Agent&config[methods][]=read',
      });
      expect(answer.status).toBe(415);
      expect(await answer.json()).toMatchObject({ code: 'request.media_type_unsupported' });
      expect((await acme.rest.get(path())).body.result).toHaveLength(before);
    },
  );

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

  it('broken JSON and a body of 5 MB are refused with a code and the request id', async () => {
    const send = (body: string) =>
      fetch(`${gateway.url}${path()}`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${acme.apiToken}`, 'Content-Type': 'application/json' },
        body,
      });
    const broken = await send('{"name": "x"');
    expect(broken.status).toBe(400);
    expect(await broken.json()).toMatchObject({
      code: 'request.json_broken',
      request_id: broken.headers.get('x-request-id'),
    });
    const large = await send(JSON.stringify({ name: 'x'.repeat(5_000_000) }));
    expect(large.status).toBe(413);
    expect(await large.json()).toMatchObject({
      code: 'request.body_too_large',
      request_id: large.headers.get('x-request-id'),
    });
  });

  it('a change of config touches only the keys that it names, and null ends an expiry', async () => {
    const { id } = await acme.rest.issue(accountId, {
      config: { methods: ['read'], tags: ['dashboards'] },
      expires_at: SOON(),
    });
    const changed = await acme.rest.patch(path(id), { config: { tags: ['looks'] }, expires_at: null });
    expect(changed.body).toMatchObject({ config: { methods: ['read'], tags: ['looks'] }, expires_at: null });
    const refused = await acme.rest.patch(path(id), { config: { methods: ['run_inline'] } });
    expect(refused.body.code).toBe('mcp_server.no_tools');
    expect((await acme.rest.get(path(id))).body.config).toEqual(changed.body.config);
  });

  it('a server is found below its own account only, and is gone once deleted', async () => {
    const otherAccount = await acme.rest.connect(credentialsOf(looker));
    const { id } = await acme.rest.issue(accountId);
    expect((await acme.rest.get(`/integrated-account/${otherAccount}/mcp/${id}`)).status).toBe(404);
    expect((await acme.rest.delete(`/integrated-account/${otherAccount}/mcp/${id}`)).status).toBe(404);
    expect((await acme.rest.delete(path(id))).status).toBe(204);
    expect((await acme.rest.get(path(id))).body.code).toBe('mcp_server.not_found');
    expect((await acme.rest.delete(path(id))).status).toBe(404);
  });

  it('lists page with next_cursor', async () => {
    const account = await acme.rest.connect(credentialsOf(looker));
    const ids: string[] = [];
    for (let index = 0; index < 3; index++) ids.unshift((await acme.rest.issue(account)).id);
    const first = (await acme.rest.get(`/integrated-account/${account}/mcp?limit=2`)).body;
    const rest = (await acme.rest.get(`/integrated-account/${account}/mcp?limit=2&next_cursor=${first.next_cursor}`))
      .body;
    expect([...first.result, ...rest.result].map((server) => server.id)).toEqual(ids);
    expect(rest.next_cursor).toBeNull();
  });

  it('an account that does not exist has no servers to list and takes none', async () => {
    const missing = '/integrated-account/01900000-0000-7000-8000-00000000dead/mcp';
    expect((await acme.rest.get(missing)).body.code).toBe('integrated_account.not_found');
    expect((await acme.rest.post(missing, { name: 'Agent', config: { methods: ['read'] } })).body.code).toBe(
      'integrated_account.not_found',
    );
  });
});
