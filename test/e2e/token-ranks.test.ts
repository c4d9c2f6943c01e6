import type { Response } from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PERMISSIONS } from '../../src/access/permissions.js';
import { permissionsOf, ROLES, type Role } from '../../src/access/roles.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { RestClient } from '../support/rest-client.js';

const READING = [...permissionsOf('viewer')];
const TOKENS: Readonly<Record<string, { scopes: readonly string[]; touches: readonly Role[] }>> = {
  'only members:read and members:write': { scopes: ['members:read', 'members:write'], touches: [] },
  'all but one permission of a viewer': { scopes: [...READING.slice(1), 'members:write'], touches: [] },
  'all permissions of a viewer': { scopes: [...READING, 'members:write'], touches: ['viewer'] },
  'all but one permission of an admin': {
    scopes: PERMISSIONS.filter((permission) => permission !== 'mcp:connect'),
    touches: ['viewer'],
  },
  'all permissions': { scopes: PERMISSIONS, touches: ['viewer', 'admin'] },
};
const REFUSED_FOR = Object.entries(TOKENS).flatMap(([held, { scopes, touches }]) =>
  ROLES.filter((role) => !touches.includes(role)).map((role) => ({ held, scopes, role })),
);
const ALLOWED_FOR = Object.entries(TOKENS).flatMap(([held, { scopes, touches }]) =>
  touches.map((role) => ({ held, scopes, role })),
);

describe('an API token', () => {
  let gateway: TestGateway;
  let owner: DashboardClient;
  let targets: Record<Role, Target>;
  let count = 0;

  interface Target {
    readonly member: string;
    readonly invitation: { readonly id: string; readonly email: string };
  }

  beforeAll(async () => {
    gateway = await startGateway();
    owner = await DashboardClient.signIn(gateway.url, (await gateway.createOrganization('Acme')).owner);
    targets = { viewer: await target('viewer'), admin: await target('admin'), owner: await target('owner') };
  });

  afterAll(() => gateway.close());

  const address = () => `person-${++count}@acme.example`;

  async function target(role: Role): Promise<Target> {
    const member = await (await owner.join(address(), role)).memberId();
    return { member, invitation: (await owner.post('/invitation', { email: address(), role })).body };
  }

  async function tokenWith(scopes: readonly string[]): Promise<RestClient> {
    const { body } = await owner.post('/api-token', { name: 'few', scopes });
    return new RestClient(gateway.url, body.token);
  }

  /** Every rule that compares ranks, against a member and an invitation of this role; removing comes last. */
  const rules = (
    rest: RestClient,
    role: Role,
    { member, invitation }: Target,
  ): Record<string, () => Promise<Response>> => ({
    'invite to the role': () => rest.post('/invitation', { email: address(), role }),
    'give the role': () => rest.patch(`/member/${targets.viewer.member}`, { role }),
    'invite instead': () => rest.post('/invitation', { email: invitation.email, role: 'viewer' }),
    change: () => rest.patch(`/member/${member}`, { role: 'viewer' }),
    revoke: () => rest.delete(`/invitation/${invitation.id}`),
    remove: () => rest.delete(`/member/${member}`),
  });

  const everybody = async () => [(await owner.get('/member')).body, (await owner.get('/invitation')).body];

  it.each(REFUSED_FOR)('with $held: no rule touches who is $role', async ({ scopes, role }) => {
    const token = await tokenWith(scopes);
    const before = await everybody();
    for (const [name, rule] of Object.entries(rules(token, role, targets[role]))) {
      const answer = await rule();
      expect([answer.status, answer.body.code], name).toEqual([403, 'permission.missing']);
    }
    expect(await everybody()).toEqual(before);
  });

  it.each(ALLOWED_FOR)('with $held: every rule touches who is $role', async ({ scopes, role }) => {
    const token = await tokenWith(scopes);
    const { revoke, ...others } = rules(token, role, await target(role));
    if (revoke !== undefined) expect((await revoke()).status).toBe(204);
    for (const [name, rule] of Object.entries(others)) expect((await rule()).status, name).toBeLessThan(300);
    await owner.patch(`/member/${targets.viewer.member}`, { role: 'viewer' });
  });
});
