import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { bearerCall } from '../support/bearer-call.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { FormBrowser } from '../support/form-browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';
import {
  authorizeUrl,
  CALLBACK,
  codeVerifier,
  registerClient,
  type SignedIn,
  signInAt,
  tokenRequest,
} from '../support/sign-in.js';

interface Server {
  readonly organization: TestOrganization;
  readonly id: string;
  readonly url: string;
}
type Person = Readonly<Record<'email' | 'password', string>>;

describe('what a member let in', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: Server;
  let globex: Server;
  let people = 0;

  beforeAll(async () => {
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway()]);
    [acme, globex] = [await serverOf('Acme'), await serverOf('Globex')];
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  async function serverOf(name: string): Promise<Server> {
    const organization = await gateway.createOrganization(name);
    const accountId = await organization.rest.connect(credentialsOf(looker));
    const { id, url } = await organization.rest.issue(accountId, { config: { auth: 'oauth' } });
    return { organization, id, url };
  }

  /** A viewer of both organizations, who is one person. */
  async function viewerOfBoth(): Promise<Person> {
    const person = { email: `viewer-${people++}@example.com`, password: 'one password in both places' };
    for (const { organization } of [acme, globex]) {
      const { body } = await organization.rest.post('/invitation', { email: person.email, role: 'viewer' });
      const accepted = { token: body.token, password: person.password };
      expect((await new RestClient(gateway.url, undefined).post('/invitation/accept', accepted)).status).toBe(201);
    }
    return person;
  }

  const status = async ({ url }: Server, { access_token }: SignedIn) => (await bearerCall(url, access_token)).status;
  const refresh = async ({ url }: Server, { client, refresh_token }: SignedIn) => {
    const body = { grant_type: 'refresh_token', client_id: client.client_id, refresh_token, resource: url };
    return ((await (await tokenRequest(gateway.url, body)).json()) as { error?: string }).error;
  };
  const grantsOf = async ({ organization, id }: Server, { email }: Person): Promise<string[]> =>
    (await organization.rest.get(`/oauth-grant?mcp_server_id=${id}`)).body.result
      .filter(({ person }: { person: string }) => person === email)
      .map((grant: { id: string }) => grant.id);

  it.each<[string, (member: DashboardClient, person: Person) => Promise<{ status: number }>]>([
    [
      'a new password',
      (member, { password }) =>
        member.post('/session/password', { current_password: password, new_password: 'another password there' }),
    ],
    ['signing out everywhere', (member) => member.delete('/session/all')],
  ])('ends with %s, in all organizations, and nobody else’s does', async (_, act) => {
    const [person, other] = [await viewerOfBoth(), await viewerOfBoth()];
    const [here, there, theirs] = [
      await signInAt(acme.url, person),
      await signInAt(globex.url, person),
      await signInAt(acme.url, other),
    ];
    expect([await status(acme, here), await status(globex, there)]).toEqual([200, 200]);
    const member = await DashboardClient.signIn(gateway.url, person);
    expect((await act(member, person)).status).toBe(204);
    expect([await status(acme, here), await status(globex, there)]).toEqual([401, 401]);
    expect([await refresh(acme, here), await refresh(globex, there)]).toEqual(['invalid_grant', 'invalid_grant']);
    expect([await grantsOf(acme, person), await grantsOf(globex, person)]).toEqual([[], []]);
    expect(await status(acme, theirs)).toBe(200);
    for (const { organization } of [acme, globex]) {
      const { body } = await organization.rest.get('/audit?action=oauth_grant.ended&limit=1');
      expect(body.result[0]).toMatchObject({ actor: { kind: 'member', name: person.email } });
    }
  });

  it('opens nothing where its page of consent was answered by a session that has ended meanwhile', async () => {
    const person = await viewerOfBoth();
    const [browser, client, verifier] = [new FormBrowser(), await registerClient(gateway.url), codeVerifier()];
    const signIn = await browser.open(authorizeUrl(gateway.url, client, acme.url, verifier));
    const page = await browser.send(signIn, '/member', person);
    const end = await browser.send(page, '/consent', { decision: 'allow' });
    await (await DashboardClient.signIn(gateway.url, person)).delete('/session/all');
    const answer = await tokenRequest(gateway.url, {
      ...{ grant_type: 'authorization_code', client_id: client.client_id, redirect_uri: CALLBACK, resource: acme.url },
      ...{ code: new URL(end.url).searchParams.get('code') ?? '', code_verifier: verifier },
    });
    expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([400, 'invalid_grant']);
  });

  it('is listed for them and ended by them, whatever their role, and what others let in is not', async () => {
    const [person, other] = [await viewerOfBoth(), await viewerOfBoth()];
    const [mine, theirs] = [await signInAt(acme.url, person), await signInAt(acme.url, other)];
    const signedIn = await signInTo(person);
    const { body } = signedIn;
    const member = DashboardClient.of(gateway.url, signedIn);
    expect(body.role).toBe('viewer');
    const listed = (await member.get(`/oauth-grant?member_id=${body.member.id}`)).body.result;
    expect(listed.map(({ id }: { id: string }) => id)).toEqual(await grantsOf(acme, person));
    const [otherId] = await grantsOf(acme, other);
    const refused = await member.delete(`/oauth-grant/${otherId}`);
    expect([refused.status, refused.body.code]).toEqual([403, 'permission.missing']);
    expect((await member.delete(`/oauth-grant/${listed[0].id}`)).status).toBe(204);
    await expect.poll(() => status(acme, mine)).toBe(401);
    expect(await status(acme, theirs)).toBe(200);
    const gone = await member.delete(`/oauth-grant/${listed[0].id}`);
    expect([gone.status, gone.body.code]).toEqual([404, 'oauth_grant.not_found']);
  });

  it('is ended by no API token without the permission', async () => {
    const person = await viewerOfBoth();
    await signInAt(acme.url, person);
    const [id] = await grantsOf(acme, person);
    const { body } = await acme.organization.rest.post('/api-token', { name: 'Reads', scopes: ['mcp_servers:read'] });
    const answer = await new RestClient(gateway.url, body.token).delete(`/oauth-grant/${id}`);
    expect([answer.status, answer.body.code]).toEqual([403, 'permission.missing']);
  });

  const signInTo = (person: Person) =>
    new RestClient(gateway.url, undefined).post('/session', { ...person, organization_id: acme.organization.id });
});
