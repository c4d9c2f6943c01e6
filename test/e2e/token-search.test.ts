import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { createToken } from '../../src/crypto/bearer-token.js';
import { ExpiryJob } from '../../src/mcp-servers/expiry.job.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';

const HOUR_MS = 60 * 60 * 1000;
const READ = { config: { methods: ['read'] } };

describe('finding whose a token is', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let globex: TestOrganization;
  let accountId: string;
  let database: pg.Client;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    [acme, globex] = [await gateway.createOrganization('Acme'), await gateway.createOrganization('Globex')];
    accountId = await acme.rest.connect(credentialsOf(looker));
    database = new pg.Client(gateway.databaseUrl);
    await database.connect();
  });

  afterAll(async () => {
    await database.end();
    await gateway.close();
    await looker.close();
  });

  const issue = (body: Record<string, unknown> = {}) => acme.rest.issue(accountId, { ...READ, ...body });
  const find = async (url: string, rest = acme.rest) => {
    const { status, body } = await rest.post('/mcp-server/find', { url });
    return { status, body };
  };
  const stateOf = async (url: string) => (await find(url)).body.state;
  const makeToken = async (body: Record<string, unknown>) => {
    const answer = await acme.rest.post('/api-token', { name: 'Limited', ...body });
    return { id: answer.body.id as string, token: answer.body.token as string };
  };
  const callMcp = (url: string) => new RestClient(new URL(url).origin, undefined).post(new URL(url).pathname, {});

  it('answers the server of a URL with its account, fingerprint and state, and repeats no token', async () => {
    const expires_at = new Date(Date.now() + HOUR_MS).toISOString().replace(/\.\d+/, '');
    const { id, url, token } = await issue({ name: 'For Ana', expires_at });
    const { status, body } = await find(url);
    expect(status).toBe(200);
    expect(body).toEqual({
      kind: 'mcp_server',
      id,
      name: 'For Ana',
      integrated_account_id: accountId,
      account_name: 'Acme BI',
      fingerprint: token.slice(-4),
      state: 'working',
      valid_until: new Date(expires_at).toISOString(),
      ended_at: null,
      exists: true,
    });
    expect(JSON.stringify(body)).not.toContain(token.slice(8, -4));
  });

  it('answers the API token, for all accounts or for one', async () => {
    const [all, one] = [
      await makeToken({ scopes: ['logs:read'] }),
      await makeToken({ scopes: ['logs:read'], integrated_account_id: accountId }),
    ];
    const common = { kind: 'api_token', name: 'Limited', state: 'working', valid_until: null, exists: true };
    expect((await find(all.token)).body).toMatchObject({ ...common, id: all.id, integrated_account_id: null });
    expect((await find(one.token)).body).toMatchObject({ ...common, id: one.id, account_name: 'Acme BI' });
  });

  it('takes it as it was pasted: with blanks, quotes, a path, a header, or broken by a line', async () => {
    const { id, url, token } = await issue();
    const half = `${url.slice(0, 60)}\n   ${url.slice(60)}`;
    const texts = [token, `  ${url}\n`, `"${url}"`, `<${url}>.`, `${url}/`, `${url}?x=1#y`, `${url}/sse`, half];
    for (const text of [...texts, `Authorization: Bearer ${token}`, `{"url":"${url}"}`, encodeURIComponent(url)]) {
      const { status, body } = await find(text);
      expect([status, body.id], text).toEqual([200, id]);
    }
  });

  it('answers alike for what is of another organization and what was never made, and says of a text that it holds no whole token', async () => {
    const { url, token } = await issue();
    const words = ({ status, body }: Awaited<ReturnType<typeof find>>) => ({ status, ...body, request_id: '' });
    const foreign = await find(url, globex.rest);
    expect(foreign).toMatchObject({ status: 404, body: { code: 'mcp_server.not_found' } });
    const mistyped = `${token.slice(0, -1)}${token.endsWith('a') ? 'b' : 'a'}`;
    expect(words(await find(createToken('mcp_server')))).toEqual(words(foreign));
    expect(words(foreign)).not.toHaveProperty('fields');
    for (const text of [createToken('session'), mistyped, url.slice(0, -1), token.slice(-4), '\u200b'])
      expect(await find(text), text).toMatchObject({
        status: 404,
        body: {
          code: 'mcp_server.not_found',
          message: expect.stringContaining('mistyped or cut off'),
          fields: [{ path: 'url' }],
        },
      });
    expect(words(await find(acme.apiToken, globex.rest))).toEqual(words(foreign));
  });

  it('tells a credential limited to one account, or without api_tokens:read, of nothing beyond', async () => {
    const otherAccount = await acme.rest.connect(credentialsOf(looker), 'Second');
    const there = await acme.rest.issue(otherAccount, READ);
    const here = await issue();
    const scopes = ['mcp_servers:read', 'api_tokens:read'];
    const limited = await makeToken({ scopes, integrated_account_id: accountId });
    const plain = await makeToken({ scopes: ['mcp_servers:read'] });
    const as = ({ token }: { token: string }) => new RestClient(gateway.url, token);
    const status = async (who: { token: string }, text: string) => (await find(text, as(who))).status;
    expect([await status(limited, here.url), await status(limited, there.url)]).toEqual([200, 404]);
    expect([await status(limited, limited.token), await status(limited, plain.token)]).toEqual([200, 404]);
    expect([await status(plain, there.url), await status(plain, limited.token)]).toEqual([200, 404]);
    await acme.rest.delete(`/integrated-account/${otherAccount}`);
    expect([await status(limited, there.url), await status(plain, there.url)]).toEqual([404, 200]);
  });

  it('tells of a replaced URL that it works on in its grace, and afterwards that it was replaced', async () => {
    const first = await issue({ name: 'Rotated' });
    const path = `/integrated-account/${accountId}/mcp/${first.id}`;
    const rotated = await acme.rest.post(`${path}/rotate`, { grace_seconds: 3600 });
    const found = (await find(first.url)).body;
    expect(found).toMatchObject({ id: first.id, state: 'in_grace', fingerprint: first.token.slice(-4), exists: true });
    expect(Date.parse(found.valid_until) - Date.now()).toBeGreaterThan(HOUR_MS - 60_000);
    expect((await find(rotated.body.url)).body).toMatchObject({ id: first.id, state: 'working' });
    const last = await acme.rest.post(`${path}/rotate`, {});
    for (const url of [first.url, rotated.body.url]) expect(await stateOf(url)).toBe('replaced');
    expect(Date.parse((await find(rotated.body.url)).body.ended_at)).toBeLessThanOrEqual(Date.now());
    await acme.rest.delete(path);
    expect(await stateOf(rotated.body.url)).toBe('replaced');
    expect((await find(last.body.url)).body).toMatchObject({ state: 'revoked', exists: false, name: 'Rotated' });
  });

  it('tells of an expired one, of a revoked one, and of one that went with its account, when they ended', async () => {
    const expired = await issue({ name: 'Expired' });
    await database.query(`UPDATE mcp_servers SET expires_at = now() - interval '1 minute' WHERE id = $1`, [expired.id]);
    const { body } = await find(expired.url);
    expect(body).toMatchObject({ state: 'expired', valid_until: null, exists: true });
    await gateway.app.get(ExpiryJob, { strict: false }).run(new Date());
    expect((await find(expired.url)).body).toEqual({ ...body, exists: false });
    const token = await makeToken({ scopes: ['logs:read'] });
    await acme.rest.delete(`/api-token/${token.id}`);
    const revoked = (await find(token.token)).body;
    expect(revoked).toMatchObject({
      kind: 'api_token',
      id: token.id,
      name: 'Limited',
      state: 'revoked',
      exists: false,
    });
    expect(Date.now() - Date.parse(revoked.ended_at)).toBeLessThan(HOUR_MS);
    const otherAccount = await acme.rest.connect(credentialsOf(looker), 'Leaving');
    const gone = await acme.rest.issue(otherAccount, { ...READ, name: 'Gone' });
    await acme.rest.delete(`/integrated-account/${otherAccount}`);
    expect((await find(gone.url)).body).toMatchObject({
      name: 'Gone',
      account_name: 'Leaving',
      state: 'revoked',
      ended_at: expect.any(String),
    });
  });

  it('needs the right to read MCP servers, and a text of bounded length', async () => {
    const { token } = await makeToken({ scopes: ['logs:read'] });
    expect((await find('x', new RestClient(gateway.url, token))).status).toBe(403);
    for (const url of ['', 'x'.repeat(10_001), 'x\0', '\ud800', null, 7, ['x']])
      expect((await acme.rest.post('/mcp-server/find', { url })).body.code).toBe('request.invalid');
  });

  it('shows the fingerprint wherever servers and tokens are listed, in the trail and in the reports', async () => {
    const { id, token } = await issue({ name: 'Listed' });
    const path = `/integrated-account/${accountId}/mcp`;
    const { rest } = acme;
    const shown = async () => {
      const listed = (await rest.get(path)).body.result.find((server: { id: string }) => server.id === id);
      const audited = (await rest.get(`/audit?record_id=${id}`)).body.result[0].after;
      return [
        listed,
        (await rest.get(`${path}/${id}`)).body,
        audited,
        (await rest.get(`/access-report/${id}`)).body,
      ].map(({ fingerprint }) => fingerprint);
    };
    expect(await shown()).toEqual(Array(4).fill(token.slice(-4)));
    const rotated = (await rest.post(`${path}/${id}/rotate`, {})).body;
    expect(await shown()).toEqual(Array(4).fill(rotated.token.slice(-4)));
    expect((await rest.get(`/access-report/${id}/csv`)).text).toContain(
      `URL ends in,,,,,,,,,,,,${rotated.token.slice(-4)}`,
    );
    const made = await makeToken({ scopes: ['logs:read'] });
    const tokens = (await rest.get('/api-token')).body.result;
    expect(tokens.find((one: { id: string }) => one.id === made.id).fingerprint).toBe(made.token.slice(-4));
    await rest.delete(`/api-token/${made.id}`);
    await rest.delete(`${path}/${id}`);
    const ended = (await rest.get('/ended-access')).body.result.slice(0, 2);
    const ends = ended.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
    expect(ends.sort()).toEqual([made.token.slice(-4), rotated.token.slice(-4)].sort());
  });

  it('learns the fingerprint of an older URL or token when it is used next', async () => {
    const { id, url, token } = await issue();
    const old = await makeToken({ scopes: ['mcp_servers:read', 'api_tokens:read'] });
    await database.query('UPDATE mcp_servers SET fingerprint = NULL WHERE id = $1', [id]);
    await database.query('UPDATE api_tokens SET fingerprint = NULL WHERE id = $1', [old.id]);
    const read = async (rest: RestClient) => [
      (await rest.get(`/integrated-account/${accountId}/mcp/${id}`)).body.fingerprint,
      (await rest.get(`/api-token/${old.id}`)).body.fingerprint,
    ];
    expect(await read(acme.rest)).toEqual([null, null]);
    await callMcp(url);
    await new RestClient(gateway.url, old.token).get('/api-token');
    expect(await read(acme.rest)).toEqual([token.slice(-4), old.token.slice(-4)]);
  });

  it('knows every token by its digest only, and no member of the gateway’s role can forget one', async () => {
    const { url, token } = await issue();
    await find(url);
    const { rows } = await database.query(`SELECT * FROM issued_tokens WHERE organization_id = $1`, [acme.id]);
    expect(rows.length).toBeGreaterThan(5);
    expect(JSON.stringify(rows)).not.toContain(token.slice(8, 20));
    await expect(database.query('SET ROLE gateway_app; DELETE FROM issued_tokens')).rejects.toThrow(
      /permission denied/,
    );
    await database.query('RESET ROLE');
  });
});
