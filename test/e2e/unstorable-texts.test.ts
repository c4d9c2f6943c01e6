import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';

const cursor = (place: string) => Buffer.from(place).toString('base64url');
const SOME_ID = '01890a5d-ac96-774b-bcce-b302099a8057';

describe('what the database cannot take is refused before it gets there', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  it.each([
    ['tool_name', '/log?tool_name=%00'],
    ['tool_name', '/log?tool_name=a%00b'],
    ['next_cursor', '/log?next_cursor=%00'],
    ['next_cursor', '/audit?next_cursor=%00'],
    ['next_cursor', '/integrated-account?next_cursor=%00'],
    ['a name', '/log?%00=1'],
  ])('a NUL in a query names the field %s: %s', async (path, address) => {
    const answer = await acme.rest.get(address);
    expect(answer.body).toMatchObject({ statusCode: 400, code: 'request.invalid' });
    expect(answer.body.message).toContain(`${path} holds a NUL character`);
  });

  it.each(['2027-02-30T00:00:00Z', '+275760-09-13T00:00:00Z', '0000-01-01T00:00:00Z', '0001-01-01T00:00:00Z', ''])(
    'a time that the calendar or the database has not is refused wherever a time is asked for: %j',
    async (time) => {
      const text = encodeURIComponent(time);
      const name = 'Until then';
      const answers = await Promise.all([
        acme.rest.get(`/log?since=${text}`),
        acme.rest.get(`/log?until=${text}`),
        acme.rest.get(`/usage?since=${text}`),
        acme.rest.get(`/usage?until=${text}`),
        acme.rest.post('/api-token', { name, scopes: ['logs:read'], expires_at: time }),
        acme.rest.post(`/integrated-account/${accountId}/mcp`, {
          name,
          config: { methods: ['read'] },
          expires_at: time,
        }),
      ]);
      for (const { body } of answers) {
        expect(body).toMatchObject({ statusCode: 400, code: 'request.invalid' });
        expect(body.message).toMatch(/(since|until|expires_at) must be an ISO 8601 time with a zone/);
      }
      expect((await acme.rest.get('/api-token')).body.result.map((one: { name: string }) => one.name)).not.toContain(
        name,
      );
    },
  );

  it('the first and the last time that are taken are times for the database too', async () => {
    for (const time of ['1970-01-01T00:00:00Z', '9999-12-31T23:59:59.999Z']) {
      for (const address of [`/log?since=${time}`, `/log?until=${time}`, `/usage?until=${time}`])
        expect((await acme.rest.get(address)).status, address).toBe(200);
    }
  });

  it.each([
    ...['event:2147483648', 'event:99999999999', 'event:1e3', 'event:0', 'event:-1', 'event:1.5', 'event:', 'x:1'].map(
      (place) => ['/audit', place] as const,
    ),
    ...[
      `+275760-09-13T00:00:00.000Z ${SOME_ID}`,
      `0000-01-01T00:00:00.000Z ${SOME_ID}`,
      `2027-02-30T00:00:00.000Z ${SOME_ID}`,
      `2027-01-01T00:00:00.000Z x`,
      SOME_ID,
    ].map((place) => ['/ended-access', place] as const),
    ...['/integrated-account', '/api-token', '/member', '/invitation', '/log'].flatMap((list) =>
      ['event:1', `${SOME_ID} `, 'x', ''].map((place) => [list, place] as const),
    ),
  ])('a cursor of %s that names no place, %j, is refused', async (list, place) => {
    const { body } = await acme.rest.get(`${list}?next_cursor=${cursor(place)}`);
    expect(body).toMatchObject({ statusCode: 400, code: 'request.cursor_invalid' });
  });

  it('the last place that a cursor can name is looked for', async () => {
    for (const [list, place] of [
      ['/audit', 'event:2147483647'],
      ['/audit', 'event:1'],
      ['/ended-access', `9999-12-31T23:59:59.999Z ${SOME_ID}`],
      ['/ended-access', `1970-01-01T00:00:00.000Z ${SOME_ID}`],
      ['/log', 'ffffffff-ffff-ffff-ffff-ffffffffffff'],
      ['/log', '00000000-0000-0000-0000-000000000000'],
    ] as const)
      expect((await acme.rest.get(`${list}?next_cursor=${cursor(place)}`)).status, place).toBe(200);
  });
});
