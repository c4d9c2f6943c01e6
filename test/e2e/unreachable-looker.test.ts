import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import { credentialsOf } from '../support/sample.js';

/** Longer than calls of an account without an answer are paused. */
const BACK = { interval: 200 };

describe('an account whose Looker does not answer', () => {
  let gateway: TestGateway;
  let healthy: SampleLooker;
  let mortal: SampleLooker;
  let acme: TestOrganization;
  let account: string;
  let client: McpClient;
  let other: McpClient;

  beforeAll(async () => {
    [healthy, mortal] = [await startSampleLooker(), await startSampleLooker()];
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    account = await acme.rest.connect(credentialsOf(mortal));
    client = await connectModern((await acme.rest.issue(account)).url);
    const otherAccount = await acme.rest.connect(credentialsOf(healthy));
    other = await connectModern((await acme.rest.issue(otherAccount)).url);
  });

  afterAll(async () => {
    await Promise.all([client.close(), other.close()]);
    await gateway.close();
    await Promise.all([healthy.close(), mortal.close()]);
  });

  const record = async () => (await acme.rest.get(`/integrated-account/${account}`)).body;
  const actions = async () => {
    const { body } = await acme.rest.get(`/audit?record_id=${account}`);
    return body.result.map(({ action }: { action: string }) => action).toReversed();
  };

  it('becomes unreachable once, with the time and the reason, and further calls fail at once', async () => {
    const connected = await record();
    expect(connected).toMatchObject({ state: 'connected', state_reason: null });
    await mortal.close();
    const texts = (await Promise.all(Array.from({ length: 20 }, () => client.callTool('looker_users_me')))).map(
      ({ text }) => text,
    );
    expect(texts[0]).toMatch(/could not be reached|did not answer \d+ times/);
    const { text, isError } = await client.callTool('looker_users_me');
    expect(isError).toBe(true);
    expect(text).toMatch(
      /^Looker did not answer \d+ times in a row; it is tried again in \d+ seconds\. Nothing was sent\.$/,
    );
    const unreachable = await record();
    expect(unreachable).toMatchObject({
      state: 'unreachable',
      state_reason: expect.stringMatching(/connection|address/),
    });
    expect(Date.parse(unreachable.state_changed_at)).toBeGreaterThan(Date.parse(connected.state_changed_at));
    expect(await actions()).toEqual(['integrated_account.created', 'integrated_account.unreachable']);
  });

  it('is not noticed by another account', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => other.callTool('looker_users_me')));
    expect(answers.filter(({ isError }) => isError)).toEqual([]);
  });

  it('becomes connected once with the first answer, without anybody doing anything', async () => {
    const credentials = { clientId: mortal.clientId, clientSecret: mortal.clientSecret };
    mortal = await startSampleLooker({ ...credentials, port: Number(new URL(mortal.baseUrl).port) });
    await expect.poll(async () => (await client.callTool('looker_users_me')).isError, BACK).toBe(false);
    await Promise.all(Array.from({ length: 10 }, () => client.callTool('looker_users_me')));
    expect(await record()).toMatchObject({ state: 'connected', state_reason: null });
    expect(await actions()).toEqual([
      'integrated_account.created',
      'integrated_account.unreachable',
      'integrated_account.reachable',
    ]);
  });

  it('stays connected when Looker answers, whatever it answers', async () => {
    mortal.setFault({ fault: 'status=503' });
    for (let call = 0; call < 8; call++) expect((await client.callTool('looker_users_me')).text).toContain('(503)');
    mortal.setFault(null);
    expect((await record()).state).toBe('connected');
  });
});
