import request from 'supertest';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { apiDocument } from '../../src/app.description.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import { grantAt } from '../support/sign-in.js';

/** They are about the caller alone, or take a credential of their own. */
const NOT_BY_ROLE = [
  'DELETE /session',
  'DELETE /session/all',
  'POST /invitation/accept',
  'POST /invitation/find',
  'POST /invitation/join',
  'POST /mcp',
  'POST /mcp/{token}',
  'POST /session',
  'POST /session/organization',
  'POST /session/password',
  'POST /session/single-sign-on',
  'POST /setup',
];

/** It reads: what it is asked for does not fit into an address. */
/** Says whose a token is, and changes nothing. */
const FIND = 'POST /mcp-server/find';
const REPLAY = 'POST /integrated-account/{account_id}/mcp/{mcp_id}/least-privilege/replay';

describe('a viewer', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let viewer: DashboardClient;
  let ids: Map<string, string>;

  beforeAll(async () => {
    [gateway, looker] = await Promise.all([startGateway(), startSampleLooker()]);
    acme = await gateway.createOrganization('Acme');
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    viewer = await owner.join('viewer@acme.example', 'viewer');
    const accountId = await acme.rest.connect(credentialsOf(looker));
    const server = await acme.rest.issue(accountId);
    const invitation = await acme.rest.post('/invitation', { email: 'kim@acme.example', role: 'viewer' });
    const token = (await acme.rest.get('/api-token')).body.result[0];
    ids = new Map([
      ['integrated-account', accountId],
      ['mcp', server.id],
      ['invitation', invitation.body.id],
      ['member', await owner.memberId()],
      ['api-token', token.id],
      ['oauth-client', (await acme.rest.post('/oauth-client', { name: 'Claude' })).body.id],
      ['oauth-grant', (await grantAt(acme.rest, accountId, acme.owner)).id],
    ]);
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  /** Every described route that is no GET, with real ids in its address. */
  const changingRoutes = () =>
    Object.entries(apiDocument(gateway.app).paths).flatMap(([path, operations]) =>
      Object.keys(operations)
        .filter((method) => method !== 'get')
        .map((method) => ({
          name: `${method.toUpperCase()} ${path}`,
          method,
          path: path.replaceAll(/([^/]+)\/\{\w+\}/g, (_, kind: string) => `${kind}/${ids.get(kind)}`),
        })),
    );
  const changes = async () => (await acme.rest.get('/audit?limit=1')).body.result[0].sequence;

  const send = (method: string, path: string, body: object) =>
    request(gateway.url)
      [method as 'post'](path)
      .set('cookie', viewer.cookie)
      .set('x-csrf-token', viewer.csrfToken ?? '')
      .send(body);

  it('is refused by every route of the API that is no GET, and changes nothing', async () => {
    const routes = changingRoutes();
    const before = await changes();
    const refused = routes.filter(({ name }) => ![...NOT_BY_ROLE, REPLAY, FIND].includes(name));
    expect(refused.length).toBeGreaterThanOrEqual(14);
    process.stdout.write(`routes refused to a viewer: ${refused.length}\n`);
    for (const { name, method, path } of refused) {
      expect(path, name).not.toContain('undefined');
      const answer = await send(method, path, {});
      expect([answer.status, answer.body.code], name).toEqual([403, 'permission.missing']);
    }
    expect(await changes()).toBe(before);
  });

  it('may try a narrower config on the calls so far, which changes nothing', async () => {
    const before = await changes();
    const [replay] = changingRoutes().filter(({ name }) => name === REPLAY);
    const answer = await send('post', replay?.path ?? '', { config: { methods: ['read'] } });
    expect(answer.status, answer.text).toBe(200);
    expect(await changes()).toBe(before);
    expect(
      (await acme.rest.get(`/integrated-account/${ids.get('integrated-account')}/mcp/${ids.get('mcp')}`)).body.config
        .methods,
    ).toEqual(['read', 'write', 'custom']);
  });

  it('is spared by no exception that is not there', () => {
    const names = changingRoutes().map(({ name }) => name);
    expect(NOT_BY_ROLE.filter((name) => !names.includes(name))).toEqual([]);
  });
});
