import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { DatabaseService } from '../../src/database/database.service.js';
import { Captured } from '../support/captured.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import { authorizeUrl, codeVerifier } from '../support/sign-in.js';

describe('a request of OAuth that is refused before anybody asks which server it is about', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;

  beforeAll(async () => {
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway()]);
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  it('is looked up for a capture only while one is under way, and is recorded then', async () => {
    const server = await acme.rest.issue(accountId, { config: { auth: 'oauth' } });
    const other = await acme.rest.issue(accountId, { config: { auth: 'oauth' } });
    const database = gateway.app.get(DatabaseService, { strict: false });
    const lookUps = vi.spyOn(database, 'findOrganizationOf');
    const statements = vi.spyOn(database, 'onIssuer');
    const refuse = async (times: number) => {
      lookUps.mockClear();
      statements.mockClear();
      const asked = authorizeUrl(gateway.url, { client_id: 'nobody' }, server.url, codeVerifier());
      for (let sent = 0; sent < times; sent++) expect((await fetch(asked)).status).toBe(400);
      return { lookUps: () => lookUps.mock.calls.length, statements: () => statements.mock.calls.length };
    };
    try {
      // Whether anything is recorded is asked once, behind the first answer.
      const steady = () => expect.poll(async () => (await refuse(1)).statements()).toBe(1);
      await steady();
      const alone = await refuse(5);
      // One for the client of each request, and none besides.
      expect([alone.lookUps(), alone.statements()]).toEqual([0, 5]);
      const capture = new Captured(gateway, acme.rest, accountId, other.id);
      await capture.start(15);
      const meanwhile = await refuse(5);
      await expect.poll(meanwhile.lookUps).toBe(5);
      const own = new Captured(gateway, acme.rest, accountId, server.id);
      await own.start(15);
      await refuse(2);
      await expect.poll(async () => (await own.messages()).length).toBe(2);
      for (const each of [capture, own]) expect((await acme.rest.delete(each.path)).status).toBe(204);
      await steady();
      const after = await refuse(5);
      expect([after.lookUps(), after.statements()]).toEqual([0, 5]);
    } finally {
      vi.restoreAllMocks();
    }
  });
});
