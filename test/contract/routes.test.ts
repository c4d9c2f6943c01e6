import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { PERMISSIONS } from '../../src/access/permissions.js';
import { apiDocument } from '../../src/app.description.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { nameOf, type Route, routesOf } from '../support/routes.js';
import { credentialsOf } from '../support/sample.js';
import { grantAt } from '../support/sign-in.js';

const OPEN_ROUTES = [
  'GET /.well-known/oauth-protected-resource',
  'GET /.well-known/oauth-protected-resource/mcp',
  'GET /.well-known/oauth-protected-resource/mcp/:id',
  'GET /healthz',
  'GET /readyz',
  'GET /session/methods',
  'GET /session/single-sign-on',
  'GET /session/single-sign-on/callback',
  'GET /setup',
  'POST /invitation/accept',
  'POST /invitation/find',
  'POST /mcp',
  'POST /mcp/:token',
  'POST /session',
  'POST /session/single-sign-on',
  'POST /setup',
];
/** They are about the caller alone; what a sign-in at a server is about is checked by its rule. */
const SIGNED_IN_ROUTES = [
  'DELETE /oauth-grant/:id',
  'DELETE /session',
  'DELETE /session/all',
  'GET /session',
  'POST /invitation/join',
  'POST /session/organization',
  'POST /session/password',
];
const FOR_USERS = { users: ['3'], config: { methods: ['read'] } };
const BODIES: Record<string, Record<string, unknown>> = {
  'PATCH /integrated-account/:id': { name: 'x' },
  'PATCH /organization': { name: 'x' },
  'PUT /organization/openid-provider': {
    name: 'Acme Login',
    issuer: 'https://login.example.com',
    client_id: 'gateway',
  },
  'POST /organization/openid-provider/check': { issuer: 'https://login.example.com' },
  'PATCH /member/:id': { role: 'viewer' },
  'POST /mcp-server/find': { url: 'x' },
  'POST /integrated-account/:account_id/mcp': { name: 'x', config: { methods: ['read'] } },
  'POST /integrated-account/:account_id/mcp/for-users': FOR_USERS,
  'POST /integrated-account/:account_id/mcp/for-users/csv': FOR_USERS,
  'PATCH /integrated-account/:account_id/mcp/:mcp_id': { name: 'x' },
  'POST /integrated-account/:account_id/mcp/:mcp_id/least-privilege/replay': { config: {} },
  'POST /integrated-account/:account_id/mcp/:mcp_id/capture': { minutes: 1 },
  'POST /integrated-account/:account_id/mcp/:mcp_id/try': { tool_name: 'x' },
};

describe('every route', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let owner: TestOrganization;
  let stranger: TestOrganization;
  let routes: Route[];

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    [owner, stranger] = [await gateway.createOrganization('Owner'), await gateway.createOrganization('Stranger')];
    routes = routesOf(gateway);
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  it('declares a known permission, or stands in a literal list of those that need none', () => {
    expect(routes.length).toBeGreaterThan(12);
    process.stdout.write(`routes walked: ${routes.length}\n`);
    expect(
      routes
        .filter((route) => route.open)
        .map(nameOf)
        .sort(),
    ).toEqual(OPEN_ROUTES);
    expect(
      routes
        .filter((route) => route.signedIn)
        .map(nameOf)
        .sort(),
    ).toEqual(SIGNED_IN_ROUTES);
    for (const route of routes.filter(({ open, signedIn }) => !open && !signedIn))
      expect(PERMISSIONS, nameOf(route)).toContain(route.permission);
  });

  it('without a credential answers 401 unless it is open', async () => {
    for (const route of routes.filter(({ open }) => !open)) {
      const answer = await fetch(gateway.url + route.path.replaceAll(/:\w+/g, 'x'), { method: route.method });
      expect(answer.status, nameOf(route)).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    }
  });

  it('is described at /openapi.json', () => {
    const { paths } = apiDocument(gateway.app);
    const documented = Object.entries(paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(documented.sort()).toEqual(routes.map(nameOf).sort());
  });

  it("answers another organization's id byte for byte like a missing one", async () => {
    const ids = await idsOf(owner);
    const withIds = routes.filter((route) => !route.open && route.path.includes(':'));
    expect(withIds.length).toBeGreaterThan(7);
    process.stdout.write(`routes probed with another organization's ids: ${withIds.length}\n`);
    for (const route of withIds) {
      const missing = '01900000-0000-7000-8000-00000000dead';
      const [foreign, absent] = [
        await callAs(stranger, route, addressOf(route, ids)),
        await callAs(stranger, route, addressOf(route, new Map([...ids.keys()].map((key) => [key, missing])))),
      ];
      expect(foreign.status, nameOf(route)).toBe(404);
      expect(foreign.text, nameOf(route)).toBe(absent.text);
    }
    for (const list of [
      '/api-token',
      '/member',
      '/invitation',
      '/oauth-client',
      '/oauth-grant',
      '/integrated-account',
      `/integrated-account/${ids.get('integrated-account')}/mcp`,
    ]) {
      const { body } = await owner.rest.get(list);
      expect(
        body.result.some(({ id }: { id: string }) => [...ids.values()].includes(id)),
        list,
      ).toBe(true);
    }
  });

  /** One real record of each kind, by the part of the address that its id follows. */
  async function idsOf({ rest, owner: person }: TestOrganization): Promise<Map<string, string>> {
    const account = await rest.connect(credentialsOf(looker));
    const server = await rest.issue(account);
    const invitation = await rest.post('/invitation', { email: 'ana@example.com', role: 'viewer' });
    const grant = await grantAt(rest, account, person);
    const [members, apiTokens] = [await rest.get('/member'), await rest.get('/api-token')];
    return new Map([
      ['integrated-account', account],
      ['mcp', server.id],
      ['access-report', server.id],
      ['invitation', invitation.body.id],
      ['member', members.body.result[0].id],
      ['api-token', apiTokens.body.result[0].id],
      ['oauth-grant', grant.id],
      ['oauth-client', (await rest.post('/oauth-client', { name: 'Claude' })).body.id],
    ]);
  }

  const addressOf = (route: Route, ids: ReadonlyMap<string, string>) =>
    route.path.replaceAll(/([^/]+)\/:\w+/g, (_, kind: string) => {
      const id = ids.get(kind);
      if (id === undefined) throw new Error(`${nameOf(route)}: add a record to idsOf whose id follows ${kind}/`);
      return `${kind}/${id}`;
    });

  async function callAs({ rest }: TestOrganization, route: Route, path: string) {
    const body = BODIES[nameOf(route)] ?? {};
    const answer = await {
      GET: () => rest.get(path),
      DELETE: () => rest.delete(path),
      POST: () => rest.post(path, body),
      PUT: () => rest.put(path, body),
      PATCH: () => rest.patch(path, body),
    }[route.method as 'GET']();
    return { status: answer.status, text: answer.text.replace(answer.headers['x-request-id'] ?? '?', '') };
  }
});
