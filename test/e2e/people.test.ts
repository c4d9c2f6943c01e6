import pg from 'pg';
import request, { type Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { DashboardClient, type SignIn } from '../support/dashboard-client.js';
import { FormBrowser } from '../support/form-browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import { authorizeUrl, codeVerifier, registerClient } from '../support/sign-in.js';

const UNKNOWN = '01900000-0000-7000-8000-00000000abcd';

describe('a person in several organizations', () => {
  let gateway: TestGateway;
  let acme: TestOrganization;
  let globex: TestOrganization;
  let database: pg.Client;
  let people = 0;

  beforeAll(async () => {
    gateway = await startGateway();
    [acme, globex] = [await gateway.createOrganization('Acme'), await gateway.createOrganization('Globex')];
    database = new pg.Client(gateway.databaseUrl);
    await database.connect();
  });

  afterAll(async () => {
    await database.end();
    await gateway.close();
  });

  const invite = async ({ rest }: TestOrganization, email: string, role = 'viewer') =>
    (await rest.post('/invitation', { email, role })).body.token as string;
  const accept = (token: string, password: string) =>
    request(gateway.url).post('/invitation/accept').send({ token, password });
  const signIn = (body: SignIn & { organization_id?: string }) => request(gateway.url).post('/session').send(body);
  const join = async (organization: TestOrganization, { email, password }: SignIn, role = 'viewer') =>
    DashboardClient.of(gateway.url, await accept(await invite(organization, email, role), password));
  const somebody = (): SignIn => ({
    email: `person-${++people}@example.com`,
    password: `the password of person ${people}`,
  });
  const inBoth = async () => {
    const person = somebody();
    return { person, first: await join(acme, person), second: await join(globex, person, 'admin') };
  };
  const switchTo = (client: DashboardClient, { id }: { id: string }) =>
    client.post('/session/organization', { organization_id: id });
  const names = ({ body }: Response) => body.organizations?.map(({ name }: { name: string }) => name);
  const countOf = async (email: string) =>
    (await database.query('SELECT 1 FROM people WHERE email = $1', [email])).rowCount;

  it('joins the second one with the password of the first, and reads where they are a member, with which role', async () => {
    const { person, first, second } = await inBoth();
    expect((await second.get('/session')).body.organizations).toEqual([
      { id: acme.id, name: 'Acme', role: 'viewer' },
      { id: globex.id, name: 'Globex', role: 'admin' },
    ]);
    expect(names(await first.get('/session'))).toEqual(['Acme', 'Globex']);
    expect(await countOf(person.email)).toBe(1);
  });

  it('goes on in another one with a new session, as whom they are there, and the old session is over', async () => {
    const { first } = await inBoth();
    const answer = await switchTo(first, globex);
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({ role: 'admin', organization: { id: globex.id }, member: { role: 'admin' } });
    expect((await first.get('/session')).status).toBe(401);
    const there = DashboardClient.of(gateway.url, answer);
    expect(there.csrfToken).not.toBe(first.csrfToken);
    expect((await there.get('/session')).body).toEqual(answer.body);
    expect((await there.get('/organization')).body.name).toBe('Globex');
    expect((await new DashboardClient(gateway.url, there.cookie, first.csrfToken).delete('/session')).status).toBe(403);
    const [left, entered] = [await acme.rest.get('/audit?limit=1'), await globex.rest.get('/audit?limit=1')];
    expect([left.body.result[0].action, entered.body.result[0].action]).toEqual(['session.ended', 'session.created']);
  });

  it('cannot go on where they are no member, or where nothing is, and both are one answer', async () => {
    const client = await join(acme, somebody());
    const words = ({ status, body }: Response) => ({ ...body, request_id: '', status });
    const [foreign, missing] = [await switchTo(client, globex), await switchTo(client, { id: UNKNOWN })];
    expect([foreign.status, foreign.body.code]).toEqual([404, 'member.not_found']);
    expect(words(foreign)).toEqual(words(missing));
    expect((await client.get('/session')).status).toBe(200);
    const token = await acme.rest.post('/session/organization', { organization_id: globex.id });
    expect([token.status, token.body.code]).toEqual([403, 'permission.missing']);
  });

  it('keeps their password, whatever password somebody sets with an invitation to their address', async () => {
    const person = somebody();
    const client = await join(acme, person);
    const other = { email: person.email, password: 'chosen by who has the link' };
    const stranger = await join(globex, other);
    expect(names(await stranger.get('/session'))).toEqual(['Globex']);
    expect((await switchTo(stranger, acme)).body.code).toBe('member.not_found');
    expect(names(await client.get('/session'))).toEqual(['Acme']);
    expect((await signIn(person)).body.organization.id).toBe(acme.id);
    expect((await signIn({ ...other, organization_id: acme.id })).status).toBe(401);
    expect(await countOf(person.email)).toBe(2);
  });

  it('joins as who is signed in, without a password, and goes on in the new organization', async () => {
    const person = somebody();
    const client = await join(acme, person);
    const token = await invite(globex, person.email.toUpperCase(), 'admin');
    const answer = await client.post('/invitation/join', { token });
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      organization: { id: globex.id },
      role: 'admin',
      member: { email: person.email },
    });
    expect(names(answer)).toEqual(['Acme', 'Globex']);
    expect((await client.get('/session')).status).toBe(401);
    const { result } = (await globex.rest.get('/audit?limit=5')).body;
    const joined = result.find(({ action }: { action: string }) => action === 'member.joined');
    expect([joined.actor.name, joined.record_id]).toEqual([person.email, answer.body.member.id]);
    expect((await signIn({ ...person, organization_id: globex.id })).status).toBe(201);
    const again = DashboardClient.of(gateway.url, answer);
    expect((await again.post('/invitation/join', { token })).body.code).toBe('invitation.not_found');
  });

  it('does not join by an invitation for somebody else, which stays open', async () => {
    const [client, invited] = [await join(acme, somebody()), somebody()];
    const token = await invite(globex, invited.email);
    const answer = await client.post('/invitation/join', { token });
    expect([answer.status, answer.body.code]).toEqual([403, 'permission.missing']);
    expect(answer.body.message).toContain(invited.email);
    expect((await client.get('/session')).status).toBe(200);
    expect((await accept(token, invited.password)).status).toBe(201);
    const unknown = await client.post('/invitation/join', { token: 'lmg_inv_x' });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'invitation.not_found']);
  });

  it('guesses no password by invitations: each that was not theirs counts as a wrong one, as at a sign-in', async () => {
    const person = somebody();
    await join(acme, person);
    const statuses: number[] = [];
    for (let guess = 0; guess < 11; guess++) {
      const answer = await accept(await invite(globex, person.email), `a guess at their password ${guess}`);
      statuses.push(answer.status);
      if (answer.status === 201) await globex.rest.delete(`/member/${answer.body.member.id}`);
    }
    expect(statuses).toEqual([...Array(9).fill(201), 429, 429]);
    expect((await signIn(person)).status).toBe(429);
  });

  it('is one person who joins two organizations at once with one password', async () => {
    const person = somebody();
    const tokens = [await invite(acme, person.email), await invite(globex, person.email)];
    const answers = await Promise.all(tokens.map((token) => accept(token, person.password)));
    expect(answers.map(({ status }) => status)).toEqual([201, 201]);
    expect(await countOf(person.email)).toBe(1);
    expect((await signIn(person)).body.organizations).toHaveLength(2);
  });

  it('leaves one organization and stays in the other; who leaves the last, or two at once, is forgotten', async () => {
    const { person, first, second } = await inBoth();
    const third = DashboardClient.of(gateway.url, await signIn({ ...person, organization_id: globex.id }));
    const [firstId, secondId] = [await first.memberId(), await second.memberId()];
    expect((await acme.rest.delete(`/member/${firstId}`)).status).toBe(204);
    expect([(await first.get('/session')).status, (await second.get('/session')).status]).toEqual([401, 200]);
    expect(names(await third.get('/session'))).toEqual(['Globex']);
    expect((await switchTo(third, acme)).status).toBe(404);
    expect((await globex.rest.delete(`/member/${secondId}`)).status).toBe(204);
    expect(await countOf(person.email)).toBe(0);
    for (let round = 0; round < 5; round++) {
      const both = await inBoth();
      const [a, b] = [await both.first.memberId(), await both.second.memberId()];
      const removed = await Promise.all([acme.rest.delete(`/member/${a}`), globex.rest.delete(`/member/${b}`)]);
      expect(removed.map(({ status }) => status)).toEqual([204, 204]);
      expect(await countOf(both.person.email)).toBe(0);
    }
  });

  it('sets one password for all, which ends every other session, and each organization is told', async () => {
    const { person, first, second } = await inBoth();
    const body = { current_password: person.password, new_password: 'the next password of them' };
    expect((await first.post('/session/password', body)).status).toBe(204);
    expect([(await first.get('/session')).status, (await second.get('/session')).status]).toEqual([200, 401]);
    const { result } = (await globex.rest.get('/audit?limit=1')).body;
    expect(result[0]).toMatchObject({
      action: 'session.ended',
      before: { sessions: 1 },
      actor: { name: person.email },
    });
    expect((await signIn({ ...person, organization_id: globex.id })).status).toBe(401);
    const next = { email: person.email, password: body.new_password };
    for (const { id } of [acme, globex]) expect((await signIn({ ...next, organization_id: id })).status).toBe(201);
    expect((await switchTo(first, globex)).status).toBe(201);
  });

  it('signs out everywhere in all of them', async () => {
    const { first, second } = await inBoth();
    expect((await second.delete('/session/all')).status).toBe(204);
    expect([(await first.get('/session')).status, (await second.get('/session')).status]).toEqual([401, 401]);
  });
});

describe('a person of several organizations at an MCP server with sign-in', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;

  beforeAll(async () => {
    [gateway, looker] = [await startGateway(), await startSampleLooker()];
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  it('is let in as the member of its organization, whichever one they are signed in to, and a stranger is asked', async () => {
    const [acme, globex] = [await gateway.createOrganization('Acme'), await gateway.createOrganization('Globex')];
    const server = await acme.rest.issue(await acme.rest.connect(credentialsOf(looker)), { config: { auth: 'oauth' } });
    const asked = authorizeUrl(gateway.url, await registerClient(gateway.url), server.url, codeVerifier());
    const person = { email: 'ana@example.com', password: 'the password of Ana' };
    const [owner, stranger] = [
      await DashboardClient.signIn(gateway.url, acme.owner),
      await DashboardClient.signIn(gateway.url, globex.owner),
    ];
    const atAcme = await (await owner.join(person.email, 'viewer', person.password)).memberId();
    const atGlobex = await stranger.join(person.email, 'admin', person.password);
    const browserOf = ({ cookie }: DashboardClient) => {
      const browser = new FormBrowser();
      browser.set(cookie);
      return browser;
    };
    expect((await browserOf(stranger).open(asked)).text).toContain('/member"');
    const browser = browserOf(atGlobex);
    const consent = await browser.open(asked);
    expect(consent.text).toContain(person.email);
    await browser.send(consent, '/consent', { decision: 'allow' });
    const { result } = (await acme.rest.get('/oauth-grant')).body;
    expect(result).toMatchObject([{ person: person.email, member_id: atAcme }]);
    expect((await atGlobex.get('/session')).body.organization.name).toBe('Globex');
  });
});
