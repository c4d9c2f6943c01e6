import { systemPrincipal } from '../../src/access/principal.js';
import { AccountCredentials } from '../../src/accounts/account-credentials.js';
import { AccountsRepository } from '../../src/accounts/accounts.repository.js';
import { InvitationAcceptanceService } from '../../src/auth/invitations/invitation-acceptance.service.js';
import { InvitationsService } from '../../src/auth/invitations/invitations.service.js';
import { OauthGrantsService } from '../../src/auth/oauth/grants/oauth-grants.service.js';
import { DatabaseService } from '../../src/database/database.service.js';
import { createId } from '../../src/database/ids.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { DashboardClient } from '../support/dashboard-client.js';
import type { Lock } from '../support/forced-together.js';
import type { TestGateway, TestOrganization } from '../support/gateway.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf, type SampleAddress } from '../support/sample.js';

const NOWHERE = '00000000-0000-7000-8000-000000000000';

/** The records that two rules meet at; each pair of rules gets new ones, in an organization that is the same for all. */
export interface World {
  readonly gateway: TestGateway;
  readonly organizationId: string;
  readonly rest: RestClient;
  readonly anybody: RestClient;
  readonly owner: DashboardClient;
  readonly accountId: string;
  readonly serverId: string;
  readonly serverUrl: string;
  readonly serverExpiresAt: Date;
  readonly tokenId: string;
  readonly grantId: string;
  readonly clientId: string;
  readonly providerEtag: string;
  /** Two other addresses of the same Looker, each with its credentials. */
  readonly connections: readonly [Record<string, string>, Record<string, string>];
  readonly memberId: string;
  readonly member: DashboardClient;
  readonly email: string;
  readonly password: string;
  readonly invitation: { readonly id: string; readonly email: string; readonly token: string };
  /** Whom the invitation is for, signed in to the other organization. */
  readonly invited: DashboardClient;
  /** Where the member is a member, too. */
  readonly elsewhereId: string;
}

export interface Place {
  readonly gateway: TestGateway;
  readonly organization: TestOrganization;
  readonly elsewhere: TestOrganization;
  readonly owner: DashboardClient;
  readonly looker: SampleAddress;
  /** All members have this one. */
  readonly password: string;
  readonly passwordDigest: string;
}

const emptyAccess = {
  accountId: NOWHERE,
  serverId: NOWHERE,
  serverUrl: '',
  serverExpiresAt: new Date(0),
  tokenId: NOWHERE,
  grantId: NOWHERE,
  clientId: NOWHERE,
  providerEtag: '"0"',
} as const;

const base = ({ gateway, organization, elsewhere, owner, looker, password }: Place) => ({
  gateway,
  organizationId: organization.id,
  rest: organization.rest,
  anybody: new RestClient(gateway.url, undefined),
  owner,
  password,
  // One server under several addresses: each of them is one that a wrong merge could mix with the secret of another.
  connections: [
    { ...credentialsOf(looker), base_url: looker.baseUrl.replace('127.0.0.1', 'localhost') },
    credentialsOf(looker),
  ] as const,
  memberId: NOWHERE,
  member: owner,
  email: '',
  invitation: { id: NOWHERE, email: '', token: '' },
  invited: owner,
  elsewhereId: elsewhere.id,
});

/** The organization's own OpenID provider. */
export const LOGIN = { name: 'Login', issuer: 'https://login.example.com', client_id: 'client' };

const [DAY_MS, MINUTE_MS] = [86_400_000, 60_000];
let worlds = 0;

/** An account with a server and a token that is limited to it. The account is made without asking Looker, to be quick. */
export async function accessWorld(place: Place): Promise<World> {
  const { gateway, organization, looker } = place;
  const { app } = gateway;
  const accountId = createId();
  const credentials = { clientId: looker.clientId, clientSecret: looker.clientSecret };
  const { sealedCredentials } = await app
    .get(AccountCredentials, { strict: false })
    .connect({ organizationId: organization.id, id: accountId }, looker.baseUrl, credentials);
  await app.get(DatabaseService, { strict: false }).inTransaction(organization.id, (tx) =>
    app.get(AccountsRepository, { strict: false }).insert(tx, {
      ...{ id: accountId, name: 'BI', baseUrl: looker.baseUrl, sealedCredentials, createdBy: 'system:test' },
      ...{ state: 'connected', catalogueDifference: null },
    }),
  );
  // Sooner than those of all worlds before: when it is over, their servers are not.
  const serverExpiresAt = new Date(Date.now() + DAY_MS - ++worlds * MINUTE_MS);
  const issued = { config: { methods: ['read'] }, expires_at: serverExpiresAt.toISOString() };
  const { id: serverId, url: serverUrl } = await organization.rest.issue(accountId, issued);
  const limited = { name: 'Limited', scopes: ['accounts:read'], integrated_account_id: accountId };
  const token = await organization.rest.post('/api-token', limited);
  const { id: clientId } = (await organization.rest.post('/oauth-client', { name: 'Claude' })).body;
  const { headers } = await organization.rest.put('/organization/openid-provider', LOGIN);
  const grantId = createId();
  await app.get(OauthGrantsService, { strict: false }).create(systemPrincipal(organization.id, 'test'), {
    ...{ id: grantId, grantId, mcpServerId: serverId, clientId: 'c', clientName: 'C', clientHost: 'c.example' },
    ...{ person: 'ana@example.com', scopes: ['looker:read'] },
  });
  return {
    ...base(place),
    ...{ accountId, serverId, serverUrl, serverExpiresAt, tokenId: token.body.id, grantId, clientId },
    providerEtag: String(headers.etag),
  };
}

let people = 0;

const FROM = { address: '127.0.0.1', requestId: 'test', userAgent: 'test' };

/** A member with a session and a password, who is one in the other organization too, and a person of that one who is invited. */
export async function peopleWorld(place: Place): Promise<World> {
  const { gateway, organization, elsewhere, passwordDigest } = place;
  const invitations = gateway.app.get(InvitationsService, { strict: false });
  const acceptance = gateway.app.get(InvitationAcceptanceService, { strict: false });
  const [memberEmail, invitedEmail] = [`person-${++people}@example.com`, `person-${++people}@example.com`];
  const invite = ({ id }: TestOrganization, email: string, role: 'admin' | 'viewer') =>
    invitations.create(systemPrincipal(id, 'test'), { email, role });
  const join = async (into: TestOrganization, email: string) => {
    const { token } = await invite(into, email, 'admin');
    return acceptance.acceptAs(token, { subject: email, email }, FROM);
  };
  const clientOf = ({ token, view }: { token: string; view: { csrf_token: string } }) =>
    new DashboardClient(gateway.url, `lmg_session=${token}`, view.csrf_token);
  await join(elsewhere, memberEmail);
  const joined = await join(organization, memberEmail);
  const memberId = joined.view.member.id;
  await queryAsOwner(
    gateway.databaseUrl,
    'UPDATE people SET password_digest = $1 WHERE id = (SELECT person_id FROM members WHERE id = $2)',
    [passwordDigest, memberId],
  );
  return {
    ...base(place),
    ...emptyAccess,
    ...{ memberId, member: clientOf(joined), email: memberEmail },
    invited: clientOf(await join(elsewhere, invitedEmail)),
    invitation: await invite(organization, invitedEmail, 'viewer'),
  };
}

/** Where two rules meet: at the rows that they change, or at the end of the audit trail, which each of them locks last. */
export const MEETINGS: readonly { readonly name: string; readonly lock: (world: World) => Lock }[] = [
  {
    name: 'at the records',
    lock: ({ organizationId, accountId, serverId, tokenId, grantId, clientId, memberId, invitation }) => ({
      text: `
        WITH o AS (SELECT 1 FROM organizations WHERE id = $1 FOR NO KEY UPDATE),
          a AS (SELECT 1 FROM integrated_accounts WHERE id = ANY ($2) FOR UPDATE),
          s AS (SELECT 1 FROM mcp_servers WHERE id = ANY ($2) FOR UPDATE),
          t AS (SELECT 1 FROM api_tokens WHERE id = ANY ($2) FOR UPDATE),
          c AS (SELECT 1 FROM oauth_clients WHERE id = ANY ($2) FOR UPDATE),
          g AS (SELECT 1 FROM oauth_grants WHERE id = ANY ($2) FOR UPDATE),
          m AS (SELECT 1 FROM members WHERE id = ANY ($2) FOR UPDATE),
          p AS (SELECT 1 FROM people WHERE id = (SELECT person_id FROM members WHERE id = ANY ($2)) FOR UPDATE),
          i AS (SELECT 1 FROM invitations WHERE id = ANY ($2) FOR UPDATE),
          e AS (SELECT 1 FROM sessions WHERE member_id = ANY ($2) FOR UPDATE)
        SELECT count(*) FROM (SELECT * FROM o UNION ALL SELECT * FROM a UNION ALL SELECT * FROM s UNION ALL
          SELECT * FROM t UNION ALL SELECT * FROM c UNION ALL SELECT * FROM g UNION ALL SELECT * FROM m UNION ALL SELECT * FROM p UNION ALL SELECT * FROM i UNION ALL SELECT * FROM e) locked`,
      values: [organizationId, [accountId, serverId, tokenId, grantId, clientId, memberId, invitation.id]],
    }),
  },
  {
    name: 'at the end of the audit trail',
    lock: ({ organizationId }) => ({
      text: 'SELECT 1 FROM audit_heads WHERE organization_id = $1 FOR UPDATE',
      values: [organizationId],
    }),
  },
];
