import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DashboardClient, type SignIn } from '../support/dashboard-client.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { isMeasuredAlone, measured } from '../support/measured.js';

/** Fewer beside other tests, where the ratio of their times tells of the machine. */
const TRIES = isMeasuredAlone ? 15 : 3;
const WRONG = 'not the password';

const median = (values: readonly number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

describe('guessing passwords', () => {
  let gateway: TestGateway;
  let costly: TestGateway;

  beforeAll(async () => {
    gateway = await startGateway({ GATEWAY_TRUSTED_PROXIES: '127.0.0.1' });
    costly = await startGateway({ GATEWAY_TRUSTED_PROXIES: '127.0.0.1' }, undefined, 'costly');
  });

  afterAll(() => Promise.all([gateway.close(), costly.close()]));

  /** One try from an address of its own, unless one is given. */
  const tryFrom = (address: string, body: SignIn, at = gateway) =>
    request(at.url).post('/session').set('x-forwarded-for', address).send(body);

  const owners = async (name: string, count: number, at = gateway) => {
    const made: SignIn[] = [];
    for (let index = 0; index < count; index++) made.push((await at.createOrganization(`${name} ${index}`)).owner);
    return made;
  };

  it('an unknown address costs the comparison that a wrong password costs', async () => {
    const known = await owners('Timing', 3, costly);
    const spent: Record<'known' | 'unknown', number[]> = { known: [], unknown: [] };
    const measure = async (kind: 'known' | 'unknown', email: string) => {
      const begin = performance.now();
      const answer = await tryFrom('198.51.100.1', { email, password: WRONG }, costly);
      spent[kind].push(performance.now() - begin);
      expect(answer.status).toBe(401);
    };
    // Taken in turns, so that whatever else keeps the machine busy falls on both alike.
    for (let index = 0; index < TRIES; index++) {
      await measure('known', known[index % known.length]?.email ?? '');
      await measure('unknown', `nobody-${index}@example.com`);
    }
    const [slow, fast] = [median(spent.known), median(spent.unknown)].sort((a, b) => b - a) as [number, number];
    // Less than a comparison takes on any machine would mean that there was none.
    expect(fast).toBeGreaterThan(40);
    measured('the slower of a wrong password and an unknown address', slow / fast, 1.6, 'times');
  });

  it('an account is locked after ten failures from anywhere, even for the right password', async () => {
    const [owner] = (await owners('Locked', 1)) as [SignIn];
    for (let index = 0; index < 10; index++)
      expect((await tryFrom(`192.0.2.${index}`, { ...owner, password: WRONG })).status).toBe(401);
    const locked = await tryFrom('192.0.2.99', owner);
    expect([locked.status, locked.body.code]).toEqual([429, 'request.rate_limited']);
    const waitSeconds = Number(locked.headers['retry-after']);
    expect(waitSeconds).toBeGreaterThan(800);
    expect(waitSeconds).toBeLessThanOrEqual(900);
    expect(locked.get('Set-Cookie')).toBeUndefined();
  });

  it('an address that is no member’s is locked like one that is', async () => {
    for (let index = 0; index < 10; index++)
      expect((await tryFrom(`192.0.3.${index}`, { email: 'ghost@example.com', password: WRONG })).status).toBe(401);
    expect((await tryFrom('192.0.3.99', { email: 'GHOST@example.com', password: WRONG })).status).toBe(429);
  });

  it('ten tries at once and ten one after the other are the same to an account', async () => {
    const [owner] = (await owners('Parallel', 1)) as [SignIn];
    const answers = await Promise.all(
      Array.from({ length: 14 }, (_, index) => tryFrom(`192.0.4.${index}`, { ...owner, password: WRONG })),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([...Array(10).fill(401), ...Array(4).fill(429)]);
  });

  it('the right password is no failure, and forgives none: it may be one of several that the address has', async () => {
    const [owner] = (await owners('Counted', 1)) as [SignIn];
    for (let index = 0; index < 12; index++) expect((await tryFrom('192.0.5.1', owner)).status).toBe(201);
    for (let index = 0; index < 9; index++) await tryFrom('192.0.5.1', { ...owner, password: WRONG });
    expect((await tryFrom('192.0.5.1', owner)).status).toBe(201);
    expect((await tryFrom('192.0.5.1', { ...owner, password: WRONG })).status).toBe(401);
    expect((await tryFrom('192.0.5.1', owner)).status).toBe(429);
  });

  it('an IPv6 network is locked after fifty failures with many accounts, whichever of its addresses it uses', async () => {
    const [owner] = (await owners('Bystander', 1)) as [SignIn];
    const guess = (index: number) =>
      tryFrom(`2001:db8:0:1::${index}`, { email: `guess-${index}@example.com`, password: WRONG });
    for (let batch = 0; batch < 5; batch++)
      await Promise.all(Array.from({ length: 10 }, (_, index) => guess(batch * 10 + index)));
    expect((await tryFrom('2001:db8:0:1:ffff::1', owner)).status).toBe(429);
    expect((await tryFrom('2001:db8:0:2::1', owner)).status).toBe(201);
  });

  it('more comparisons at once than can be made in time are refused instead of queued', async () => {
    const answers = await Promise.all(
      Array.from({ length: 60 }, (_, index) =>
        tryFrom(`203.0.113.${index}`, { email: `flood-${index}@example.com`, password: WRONG }, costly),
      ),
    );
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]?.headers['retry-after']).toBe('1');
    expect(answers.filter(({ status }) => status === 401).length).toBeGreaterThanOrEqual(32);
    expect(answers.filter(({ status }) => status !== 401 && status !== 429)).toEqual([]);
  });

  it('changing the password ends all other sessions, and the old password opens nothing', async () => {
    const [owner] = (await owners('Changing', 1)) as [SignIn];
    const [one, other] = [
      await DashboardClient.signIn(gateway.url, owner),
      await DashboardClient.signIn(gateway.url, owner),
    ];
    const change = (current_password: string, new_password: string) =>
      one.post('/session/password', { current_password, new_password });
    const wrong = await change(WRONG, 'a new long password');
    expect([wrong.status, wrong.body.code]).toEqual([401, 'credential.invalid']);
    for (const tooShortOrLong of ['x'.repeat(11), 'x'.repeat(73), 'é'.repeat(37)]) {
      const refused = await change(owner.password, tooShortOrLong);
      expect([refused.status, refused.body.fields]).toEqual([
        400,
        [{ path: 'new_password', rule: 'new_password must have 12 to 72 bytes' }],
      ]);
    }
    expect((await other.get('/session')).status).toBe(200);
    expect((await change(owner.password, 'é'.repeat(36))).status).toBe(204);
    expect((await one.get('/session')).status).toBe(200);
    expect((await other.get('/session')).status).toBe(401);
    expect((await tryFrom('192.0.6.1', owner)).status).toBe(401);
    expect((await tryFrom('192.0.6.1', { ...owner, password: 'é'.repeat(36) })).status).toBe(201);
    const longer = { ...owner, password: `${'é'.repeat(36)}x` };
    expect((await tryFrom('192.0.6.1', longer)).status).toBe(401);
  });

  it('guesses at the current password are counted like those of a sign-in', async () => {
    const [owner] = (await owners('Stolen', 1)) as [SignIn];
    const thief = await DashboardClient.signIn(gateway.url, owner);
    const body = { current_password: WRONG, new_password: 'a password of the thief' };
    for (let index = 0; index < 10; index++) expect((await thief.post('/session/password', body)).status).toBe(401);
    expect((await thief.post('/session/password', { ...body, current_password: owner.password })).status).toBe(429);
  });
});
