import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { AlternatingProxy } from '../support/alternating-proxy.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { SignInMemory, signInFirst, signInModern } from '../support/oauth-clients.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf, TOP_TEN_STATES } from '../support/sample.js';
import { asLookerUser, CALLBACK } from '../support/sign-in.js';
import { toolCallRequest } from '../support/tool-call-request.js';

/** The gateway takes a token as ended ten seconds before it is: each is used for ten. */
const TOKEN_SECONDS = 20;
const USED_MS = 10_000;

describe('two replicas behind a load balancer without sessions', () => {
  let looker: SampleLooker;
  let proxy: AlternatingProxy;
  let replicas: TestGateway[];
  let rest: RestClient;
  let url: string;

  beforeAll(async () => {
    looker = await startSampleLooker({ oauth: { tokenSeconds: TOKEN_SECONDS, rotatesRefreshTokens: true } });
    proxy = await AlternatingProxy.open();
    const first = await startGateway({ PUBLIC_URL: proxy.url });
    replicas = [first, await restarted(first)];
    proxy.targets = replicas.map((replica) => replica.url);
    const { apiToken } = await first.createOrganization('Acme');
    rest = new RestClient(proxy.url, apiToken);
    const accountId = await rest.connect(credentialsOf(looker));
    expect((await rest.post(`/integrated-account/${accountId}/oauth-client`, {})).status).toBe(200);
    const config = { methods: ['read'], auth: 'oauth', oauth: { sign_in: ['looker'] }, identity: { kind: 'caller' } };
    ({ url } = await rest.issue(accountId, { config }));
  });

  afterAll(async () => {
    await Promise.all(replicas.map((replica) => replica.close()));
    await proxy.close();
    await looker.close();
  });

  /** Another process of the same gateway. */
  const restarted = ({ databaseUrl }: TestGateway) =>
    startGateway({
      PUBLIC_URL: proxy.url,
      DATABASE_URL: databaseUrl,
      GATEWAY_MASTER_KEYS: process.env.GATEWAY_MASTER_KEYS ?? '',
    });
  const refreshesAtLooker = () => looker.requests.filter(({ grantType }) => grantType === 'refresh_token').length;

  it('each step of a sign-in may be served by either, for both official clients', async () => {
    for (const signIn of [signInFirst, signInModern]) {
      proxy.given.clear();
      const client = await signIn(url, new SignInMemory(CALLBACK), asLookerUser('13'));
      expect((await client.callTool('looker_query_run_inline', TOP_TEN_STATES)).isError).toBe(false);
      await client.close();
      expect(Math.min(...replicas.map((replica) => proxy.given.get(replica.url) ?? 0))).toBeGreaterThan(4);
    }
  });

  it('the second may be started anew between the consent and the token', async () => {
    const memory = new SignInMemory(CALLBACK);
    const client = await signInModern(url, memory, async (asked) => {
      const end = await asLookerUser('13')(asked);
      const [first, second] = replicas as [TestGateway, TestGateway];
      proxy.targets = [first.url];
      await second.close();
      replicas = [first, await restarted(first)];
      proxy.targets = replicas.slice(1).map((replica) => replica.url);
      return end;
    });
    proxy.targets = replicas.map((replica) => replica.url);
    expect((await client.listTools()).length).toBeGreaterThan(0);
    await client.close();
  });

  it('a person’s tokens of Looker that ended are refreshed once, whoever asks both at the same time', async () => {
    const memory = new SignInMemory(CALLBACK);
    await (await signInModern(url, memory, asLookerUser('14'))).close();
    const ask = async () => {
      const request = toolCallRequest(1, 'looker_users_me');
      const authorization = `Bearer ${memory.kept?.access_token}`;
      return (await fetch(url, { ...request, headers: { ...request.headers, authorization } })).status;
    };
    expect(await Promise.all([ask(), ask(), ask(), ask()])).toEqual([200, 200, 200, 200]);
    const before = refreshesAtLooker();
    await sleep(USED_MS);
    expect(await Promise.all(Array.from({ length: 8 }, ask))).toEqual(Array(8).fill(200));
    expect(refreshesAtLooker() - before).toBe(1);
  });
});
