import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { bearerCall } from '../support/bearer-call.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { FormBrowser } from '../support/form-browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { bearerOf, registerApp } from '../support/looker-bearer.js';
import { credentialsOf } from '../support/sample.js';
import { authorizeUrl, codeVerifier, registerClient } from '../support/sign-in.js';

const LIMIT = 10;

describe('tokens that somebody made up', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    await registerApp(looker);
    gateway = await startGateway({ GATEWAY_SIGN_INS_PER_MINUTE: String(LIMIT) });
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  /** Paths that Looker is asked for meanwhile. */
  const askedDuring = async (work: () => Promise<void>) => {
    const before = looker.requests.length;
    await work();
    return looker.requests.slice(before).map(({ url }) => String(url).split('?')[0]);
  };
  const serverOf = async (of = accountId) =>
    (await acme.rest.issue(of, { config: { auth: 'oauth', oauth: { provider: 'looker' } } })).url;
  const statusAt = async (url: string, token: string) => (await bearerCall(url, token)).status;

  it('have Looker asked so often in a minute and no more, and about none twice, and whoever it named before goes on', async () => {
    const url = await serverOf();
    const token = await bearerOf(looker, '4');
    expect(await statusAt(url, token)).toBe(200);
    const once = await askedDuring(async () => {
      for (let turn = 0; turn < 3; turn++) expect(await statusAt(url, 'made-up')).toBe(401);
    });
    expect(once.filter((path) => path?.endsWith('/user'))).toHaveLength(1);
    const statuses: number[] = [];
    const asked = await askedDuring(async () => {
      const made = Array.from({ length: 3 * LIMIT }, (_, each) => `made-up-${each}`);
      statuses.push(...(await Promise.all(made.map((each) => statusAt(url, each)))));
    });
    expect(asked.filter((path) => path?.endsWith('/user'))).toHaveLength(LIMIT - 2);
    expect(new Set(statuses)).toEqual(new Set([401, 429]));
    expect(Number((await bearerCall(url, 'one-more')).headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await statusAt(url, token)).toBe(200);
    // What is sent at one account counts at no other.
    const theirs = await serverOf(await acme.rest.connect(credentialsOf(looker)));
    expect(await statusAt(theirs, 'made-up')).toBe(401);
  });

  it('are not needed to have a Looker asked: whoever goes there again and again in one sign-in has it asked once where that is', async () => {
    const sql = 'UPDATE integrated_accounts SET oauth_client_guid = $1 WHERE id = $2';
    await queryAsOwner(gateway.databaseUrl, sql, ['looker-mcp-gateway', accountId]);
    const config = { auth: 'oauth', oauth: { sign_in: ['looker'] } };
    const { url } = await acme.rest.issue(accountId, { config });
    const browser = new FormBrowser();
    const page = await browser.open(authorizeUrl(gateway.url, await registerClient(gateway.url), url, codeVerifier()));
    const way = new URL(/href="([^"]+\/looker)"/.exec(page.text)?.[1] ?? '', page.url).href;
    const statuses: number[] = [];
    const asked = await askedDuring(async () => {
      for (let turn = 0; turn < LIMIT + 3; turn++) statuses.push((await browser.open(way)).status);
    });
    expect(statuses).toEqual([...Array(LIMIT).fill(303), 429, 429, 429]);
    expect(asked).toHaveLength(2);
  });
});
