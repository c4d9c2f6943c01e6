import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { ForgingProvider } from '../support/forging-provider.js';
import { gate } from '../support/gate.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { PROVIDER, SignInAtProvider, settingsOf } from '../support/organization-provider.js';
import { credentialsOf } from '../support/sample.js';

/** More than all sign-ins together had places once. */
const PEOPLE = 24;
const DISCOVERY = '/.well-known/openid-configuration';

interface Tenant {
  readonly organization: TestOrganization;
  readonly provider: ForgingProvider;
  readonly url: string;
}

describe('an organization’s OpenID provider that does not answer', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let slow: Tenant;
  let other: Tenant;
  let held = gate();

  beforeAll(async () => {
    const environment = { GATEWAY_SIGN_INS_PER_MINUTE: '1000' };
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway(environment)]);
    [slow, other] = [await tenant('Slow'), await tenant('Other')];
  });

  afterEach(async () => {
    held.open();
    held = gate();
    slow.provider.reset();
  });

  afterAll(async () => {
    await Promise.all([slow.provider.close(), other.provider.close()]);
    await gateway.close();
    await looker.close();
  });

  async function tenant(name: string): Promise<Tenant> {
    const organization = await gateway.createOrganization(name);
    const provider = await ForgingProvider.start();
    await organization.rest.put(PROVIDER, settingsOf(provider.issuer, name));
    const account = await organization.rest.connect(credentialsOf(looker));
    const config = { auth: 'oauth', oauth: { sign_in: ['openid_provider'] } };
    return { organization, provider, url: (await organization.rest.issue(account, { config })).url };
  }

  const asked = (path: string) => slow.provider.requests.filter((request) => request.endsWith(` ${path}`)).length;
  const people = () =>
    Promise.all(Array.from({ length: PEOPLE }, () => new SignInAtProvider(slow.url).come('eva'))).then((pages) =>
      pages.map(({ text }) => text.includes('Let it in')),
    );
  const letsOthersIn = async () =>
    expect((await new SignInAtProvider(other.url).come('eva')).text).toContain('Let it in');

  it('is asked once by all who are led there at the same time, and keeps nobody of another organization waiting', async () => {
    slow.provider.held = { path: DISCOVERY, until: held.opened };
    const coming = people();
    await expect.poll(() => asked(DISCOVERY)).toBe(1);
    await letsOthersIn();
    held.open();
    expect(await coming).toEqual(Array(PEOPLE).fill(true));
    expect(asked(DISCOVERY)).toBe(1);
  });

  it('keeps its own people waiting, a few at a time, and nobody of another organization', async () => {
    slow.provider.held = { path: '/token', until: held.opened };
    const before = asked('/token');
    // As many of one address as may wait, and those who go on.
    const coming = Promise.all(Array.from({ length: 20 }, () => new SignInAtProvider(slow.url).come('eva')));
    await expect.poll(() => asked('/token') - before).toBe(4);
    await letsOthersIn();
    expect(asked('/token') - before).toBe(4);
    held.open();
    expect((await coming).map(({ text }) => text.includes('Let it in'))).toEqual(Array(20).fill(true));
  });

  it('is checked twice at once for its organization, and another one’s is checked meanwhile', async () => {
    slow.provider.held = { path: DISCOVERY, until: held.opened };
    const before = asked(DISCOVERY);
    const check = ({ organization, provider }: Tenant) =>
      organization.rest.post(`${PROVIDER}/check`, { issuer: provider.issuer }).then(({ status }) => status);
    const checks = Promise.all(Array.from({ length: 10 }, () => check(slow)));
    await expect.poll(() => asked(DISCOVERY) - before).toBe(2);
    expect(await check(other)).toBe(200);
    expect(asked(DISCOVERY) - before).toBe(2);
    held.open();
    expect((await checks).toSorted()).toEqual([200, 200, 200, 200, ...Array(6).fill(429)]);
  });
});
