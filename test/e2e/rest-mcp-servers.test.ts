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
    expect(read.body.url).toBeNull();
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
