import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { LOGIN, PROVIDER } from '../support/organization-provider.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';

describe('an organization', () => {
  let looker: SampleLooker;
  let gateway: TestGateway;
  let acme: TestOrganization;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  it('is read, and keeps calls for 90 days unless it says otherwise', async () => {
    const { status, body } = await acme.rest.get('/organization');
    expect(status).toBe(200);
    expect(body).toEqual({
      id: acme.id,
      name: 'Acme',
      call_log_retention_days: 90,
      access_token_minutes: 60,
      refresh_token_days: 180,
      dynamic_client_registration: true,
      has_openid_provider: false,
      version: 1,
      created_at: expect.any(String),
      updated_at: expect.any(String),
    });
  });

  it('says whether it has an OpenID provider of its own, whoever else has one', async () => {
    const [own, other] = [await gateway.createOrganization('Own'), await gateway.createOrganization('Other')];
    const hasOne = async ({ rest }: TestOrganization) => (await rest.get('/organization')).body.has_openid_provider;
    await own.rest.put(PROVIDER, LOGIN);
    expect([await hasOne(own), await hasOne(other)]).toEqual([true, false]);
    expect((await own.rest.patch('/organization', { name: 'Owned' })).body.has_openid_provider).toBe(true);
    await own.rest.delete(PROVIDER);
    expect(await hasOne(own)).toBe(false);
  });

  it('takes another name and another time for its calls, and the trail tells both', async () => {
    const changed = await acme.rest.patch('/organization', { name: ' Acme BI ', call_log_retention_days: 30 });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({ name: 'Acme BI', call_log_retention_days: 30 });
    expect((await acme.rest.get('/organization')).body).toEqual(changed.body);
    const [event] = (await acme.rest.get('/audit?limit=1')).body.result;
    expect(event).toMatchObject({
      action: 'organization.changed',
      record_id: acme.id,
      before: { name: 'Acme', call_log_retention_days: 90 },
      after: { name: 'Acme BI', call_log_retention_days: 30 },
    });
  });

  it.each([
    { call_log_retention_days: 0 },
    { call_log_retention_days: 3651 },
    { call_log_retention_days: '30' },
    { call_log_retention_days: null },
    { name: ' ' },
    { name: null },
    { plan: 'free' },
  ])('%j is refused, and nothing is changed', async (body) => {
    const before = (await acme.rest.get('/organization')).body;
    expect((await acme.rest.patch('/organization', body)).status).toBe(400);
    expect((await acme.rest.get('/organization')).body).toEqual(before);
  });

  it('is changed by no viewer, and is out of reach of a token that is limited to one account', async () => {
    const owner = await DashboardClient.signIn(gateway.url, acme.owner);
    const viewer = await owner.join('viewer@example.com', 'viewer');
    expect((await viewer.get('/organization')).status).toBe(200);
    expect((await viewer.patch('/organization', { name: 'Mine' })).status).toBe(403);
    const account = await acme.rest.connect(credentialsOf(looker));
    const { token } = (
      await acme.rest.post('/api-token', {
        name: 'limited',
        scopes: ['organization:read', 'organization:write'],
        integrated_account_id: account,
      })
    ).body;
    const limited = new RestClient(gateway.url, token);
    expect((await limited.get('/organization')).status).toBe(403);
    expect((await limited.patch('/organization', { name: 'Mine' })).status).toBe(403);
  });
});
