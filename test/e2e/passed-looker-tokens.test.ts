import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { bearerCall } from '../support/bearer-call.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { bearerOf, LOOKER_APP, registerApp } from '../support/looker-bearer.js';
import { SignInMemory, signInFirst, signInModern } from '../support/oauth-clients.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';
import { CALLBACK } from '../support/sign-in.js';
import { toolCallRequest } from '../support/tool-call-request.js';

/** The administrator, whose API key the account has, and two others. */
const [ADMIN, ANA, BO] = ['1', '4', '5'];
const QUERY = 'looker_query_run_inline';

describe('an MCP server where people sign in at Looker itself', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    await registerApp(looker);
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const serverOf = (oauth: object = {}, of = accountId) =>
    acme.rest.issue(of, { config: { auth: 'oauth', oauth: { provider: 'looker', ...oauth } } });
  /** What Looker is asked meanwhile, but for what belongs to a person's sign-in. */
  const requestsOf = async <T>(work: () => Promise<T>, of = looker) => {
    const before = new Set(of.requests);
    const result = await work();
    return { result, requests: of.requests.filter((request) => !before.has(request)) };
  };
  const lastCalls = async (id: string) =>
    (await acme.rest.get(`/log?log_type=mcp&log_type_filter[mcp_server_id]=${id}`)).body.result;

  it('sends clients there, with Looker’s one scope', async () => {
    const { id, url } = await serverOf();
    const { status, headers } = await bearerCall(url, undefined);
    expect(status).toBe(401);
    const metadata = `${gateway.url}/.well-known/oauth-protected-resource/mcp/${id}`;
    expect(headers.get('www-authenticate')).toBe(
      `Bearer realm="looker-mcp-gateway", scope="cors_api", resource_metadata="${metadata}"`,
    );
    expect(await (await fetch(metadata)).json()).toEqual({
      ...{ resource: url, resource_name: 'Agent', bearer_methods_supported: ['header'] },
      ...{ authorization_servers: [looker.baseUrl], scopes_supported: ['cors_api'] },
    });
  });

  it.each([
    { client: 'v1 client', signIn: signInFirst },
    { client: 'v2 client', signIn: signInModern },
  ])(
    'the $client signs its person in there, and each request to Looker carries that person’s token',
    async ({ signIn }) => {
      const { id, url } = await serverOf();
      const memory = new SignInMemory(CALLBACK);
      memory.client = { client_id: LOOKER_APP };
      const person = async (asked: URL) => {
        expect(asked.origin).toBe(looker.baseUrl);
        expect(asked.searchParams.get('scope')).toBe('cors_api');
        asked.searchParams.set('sample_user_id', ANA);
        const sent = await fetch(asked, { redirect: 'manual' });
        return new URL(sent.headers.get('location') ?? '');
      };
      const client = await signIn(url, memory, person);
      const { requests } = await requestsOf(async () => {
        expect((await client.listTools()).length).toBeGreaterThan(0);
        expect(await client.callTool('looker_users_me', {})).toMatchObject({ isError: false });
        expect(await client.callTool(QUERY, TOP_TEN_STATES)).toMatchObject({ isError: false });
        // Names that do not exist are looked up, too.
        await client.callTool(QUERY, { ...TOP_TEN_STATES, fields: ['users.stat'] });
      });
      await client.close();
      expect(requests.length).toBeGreaterThan(2);
      expect(new Set(requests.map(({ userId }) => userId))).toEqual(new Set([ANA]));
      const [call] = await lastCalls(id);
      expect(call).toMatchObject({ person: expect.stringContaining('@'), oauth_grant_id: null, member_id: null });
    },
  );

  it('keeps people apart: each is answered as themselves, and a query of one is not joined by another or the service account', async () => {
    const { url } = await serverOf();
    const shared = await acme.rest.issue(accountId);
    const [ana, bo] = [await bearerOf(looker, ANA), await bearerOf(looker, BO)];
    const mine = await Promise.all([ana, bo].map((token) => bearerCall(url, token)));
    const ids = mine.map(({ text }) => /\\"id\\":\s*\\"(\d+)\\"/.exec(text)?.[1]);
    expect(ids).toEqual([ANA, BO]);
    const { requests } = await requestsOf(() =>
      Promise.all([
        bearerCall(url, ana, QUERY, TOP_TEN_STATES),
        bearerCall(url, bo, QUERY, TOP_TEN_STATES),
        bearerCall(shared.url, undefined, QUERY, TOP_TEN_STATES),
      ]),
    );
    const askers = requests.filter(({ route }) => route?.includes('quer')).map(({ userId }) => userId);
    expect(new Set(askers)).toEqual(new Set([ADMIN, ANA, BO]));
  });

  it('asks Looker once whose a token is, however many requests come', async () => {
    const { url } = await serverOf();
    const token = await bearerOf(looker, ANA);
    const { requests } = await requestsOf(async () => {
      for (let n = 0; n < 3; n++)
        expect((await bearerCall(url, token, 'looker_users_me', { fields: 'id' })).status).toBe(200);
    });
    expect(requests.filter(({ url: path }) => path.includes('display_name'))).toHaveLength(1);
  });

  it.each(['looker_users_me', QUERY])(
    'answers a %s of an ended sign-in with 401 and the challenge, logs it, and never calls as anybody else',
    async (name) => {
      const { id, url } = await serverOf();
      const token = await bearerOf(looker, ANA);
      expect((await bearerCall(url, token)).status).toBe(200);
      looker.revokeTokens();
      const { requests } = await requestsOf(async () => {
        for (let n = 0; n < 2; n++) {
          const answer = await bearerCall(url, token, name, name === QUERY ? TOP_TEN_STATES : {});
          expect(answer.status).toBe(401);
          expect(answer.headers.get('www-authenticate')).toContain('error="invalid_token"');
        }
      });
      expect(requests.every(({ userId, route }) => userId === undefined && route !== '/api/4.0/login')).toBe(true);
      const calls = await lastCalls(id);
      expect(calls[0]).toMatchObject({ tool_name: name, status: 'tool_error', looker_status: 401 });
      expect((await acme.rest.get(`/integrated-account/${accountId}`)).body.state).toBe('connected');
    },
  );

  it('tells in the stream that the sign-in is over where the answer has begun, and answers 401 from then on', async () => {
    const slow = await startSampleLooker({ queryTimeMs: 6_000 });
    try {
      await registerApp(slow);
      const { url } = await serverOf({}, await acme.rest.connect(credentialsOf(slow)));
      const token = await bearerOf(slow, ANA);
      const { headers, ...request } = toolCallRequest(1, QUERY, TOP_TEN_STATES);
      const answer = await fetch(url, { ...request, headers: { ...headers, authorization: `Bearer ${token}` } });
      expect(answer.status).toBe(200);
      slow.revokeTokens();
      expect(await answer.text()).toMatch(/"isError":true|has to do so again/);
      expect((await bearerCall(url, token)).status).toBe(401);
    } finally {
      await slow.close();
    }
  });

  it('refuses what Looker did not issue to a person: none of it reaches Looker as a credential of the account', async () => {
    const { url } = await serverOf();
    const { requests } = await requestsOf(async () => {
      for (const token of ['x', 'a'.repeat(5_000), acme.apiToken, '%00'])
        expect((await bearerCall(url, token)).status).toBe(401);
    });
    expect(requests.every(({ userId, route }) => userId === undefined && route !== '/api/4.0/login')).toBe(true);
  });

  it('takes a token of one Looker at no server of another account', async () => {
    const other = await startSampleLooker();
    try {
      const { url } = await serverOf({}, await acme.rest.connect(credentialsOf(other)));
      const token = await bearerOf(looker, ANA);
      expect((await bearerCall((await serverOf()).url, token)).status).toBe(200);
      // A list of tools asks Looker nothing but whose token it is.
      const { headers, ...request } = toolCallRequest(1, QUERY);
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
      const listed = await fetch(url, { ...request, body, headers: { ...headers, authorization: `Bearer ${token}` } });
      expect(listed.status).toBe(401);
      expect((await bearerCall(url, token)).status).toBe(401);
    } finally {
      await other.close();
    }
  });

  it('lets in whom emails and domains name, and says 403 to others', async () => {
    const token = await bearerOf(looker, ANA);
    const open = await serverOf();
    await bearerCall(open.url, token);
    const [{ person }] = await lastCalls(open.id);
    const named = await serverOf({ emails: [String(person).toUpperCase()] });
    expect((await bearerCall(named.url, token)).status).toBe(200);
    const closed = await serverOf({ domains: ['elsewhere.example'] });
    const refused = await bearerCall(closed.url, token);
    expect(refused.status).toBe(403);
    expect(refused.headers.get('www-authenticate')).toBeNull();
  });

  it('lets nobody in while Looker does not answer, with 503 and when to try again', async () => {
    const away = await startSampleLooker();
    await registerApp(away);
    const { url } = await serverOf({}, await acme.rest.connect(credentialsOf(away)));
    const token = await bearerOf(away, ANA);
    await away.close();
    await sleep(50);
    const answer = await bearerCall(url, token);
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('10');
  });
});
