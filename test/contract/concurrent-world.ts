import { systemPrincipal } from '../../src/access/principal.js';
import { AccountCredentials } from '../../src/accounts/account-credentials.js';
import { AccountsRepository } from '../../src/accounts/accounts.repository.js';
import { InvitationsService } from '../../src/auth/invitations/invitations.service.js';
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
  /** Two other addresses of the same Looker, each with its credentials. */
  readonly connections: readonly [Record<string, string>, Record<string, string>];
  readonly memberId: string;
  readonly member: DashboardClient;
  readonly email: string;
  readonly password: string;
  readonly invitation: { readonly id: string; readonly email: string; readonly token: string };
}

export interface Place {
  readonly gateway: TestGateway;
  readonly organization: TestOrganization;
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
} as const;

const base = ({ gateway, organization, owner, looker, password }: Place) => ({
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
});

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
  return { ...base(place), ...{ accountId, serverId, serverUrl, serverExpiresAt, tokenId: token.body.id } };
}

let people = 0;

/** A member with a session and a password, and an address that is invited. */
export async function peopleWorld(place: Place): Promise<World> {
  const { gateway, organization, passwordDigest } = place;
  const invitations = gateway.app.get(InvitationsService, { strict: false });
  const principal = systemPrincipal(organization.id, 'test');
  const invite = async (role: 'admin' | 'viewer') => {
    const email = `person-${++people}@example.com`;
    return invitations.create(principal, { email, role });
  };
  const joining = await invite('admin');
  const from = { address: '127.0.0.1', requestId: 'test', userAgent: 'test' };
  const { token, view } = await invitations.acceptAs(
    joining.token,
    { subject: joining.email, email: joining.email },
    from,
  );
  const memberId = view.member.id;
  await queryAsOwner(gateway.databaseUrl, 'UPDATE members SET password_digest = $1 WHERE id = $2', [
    passwordDigest,
    memberId,
  ]);
  const member = new DashboardClient(gateway.url, `lmg_session=${token}`, view.csrf_token);
  return { ...base(place), ...emptyAccess, memberId, member, email: joining.email, invitation: await invite('viewer') };
}

/** Where two rules meet: at the rows that they change, or at the end of the audit trail, which each of them locks last. */
export const MEETINGS: readonly { readonly name: string; readonly lock: (world: World) => Lock }[] = [
  {
    name: 'at the records',
    lock: ({ organizationId, accountId, serverId, tokenId, memberId, invitation }) => ({
      text: `
        WITH o AS (SELECT 1 FROM organizations WHERE id = $1 FOR NO KEY UPDATE),
          a AS (SELECT 1 FROM integrated_accounts WHERE id = ANY ($2) FOR UPDATE),
          s AS (SELECT 1 FROM mcp_servers WHERE id = ANY ($2) FOR UPDATE),
          t AS (SELECT 1 FROM api_tokens WHERE id = ANY ($2) FOR UPDATE),
          m AS (SELECT 1 FROM members WHERE id = ANY ($2) FOR UPDATE),
          i AS (SELECT 1 FROM invitations WHERE id = ANY ($2) FOR UPDATE),
          e AS (SELECT 1 FROM sessions WHERE member_id = ANY ($2) FOR UPDATE)
        SELECT count(*) FROM (SELECT * FROM o UNION ALL SELECT * FROM a UNION ALL SELECT * FROM s UNION ALL
          SELECT * FROM t UNION ALL SELECT * FROM m UNION ALL SELECT * FROM i UNION ALL SELECT * FROM e) locked`,
      values: [organizationId, [accountId, serverId, tokenId, memberId, invitation.id]],
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
