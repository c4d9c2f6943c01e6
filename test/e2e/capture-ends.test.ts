import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { EndedCapturesJob } from '../../src/mcp-servers/capture/ended-captures.job.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { Captured } from '../support/captured.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import { toolCallRequest } from '../support/tool-call-request.js';

const MINUTE_MS = 60_000;

describe('a capture ends', () => {
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

  const sql = <Row extends object>(text: string, ...values: readonly unknown[]) =>
    queryAsOwner<Row & Record<string, unknown>>(gateway.databaseUrl, text, values);
  const issued = async (config: Record<string, unknown> = {}) => {
    const server = await acme.rest.issue(accountId, { config: { methods: ['read'], ...config } });
    return { ...server, capture: new Captured(gateway, acme.rest, accountId, server.id) };
  };
  /** As if it had begun, and would end, so many minutes earlier. */
  const move = async (serverId: string, minutes: number) => {
    await sql(
      `UPDATE mcp_servers SET capture_started_at = capture_started_at - $2 * interval '1 minute',
         capture_until = capture_until - $2 * interval '1 minute' WHERE id = $1`,
      serverId,
      minutes,
    );
  };
  const rowsOf = async (serverId: string) =>
    (await sql<{ count: number }>('SELECT count(*)::int FROM captured_messages WHERE mcp_server_id = $1', serverId))[0]
      ?.count;
  const call = (url: string, name = 'looker_users_me', args = {}) => fetch(url, toolCallRequest(1, name, args));

  it('within an hour of its start, however often it is prolonged', async () => {
    const { id, capture } = await issued();
    const { body: first } = await capture.start(30);
    expect(Date.parse(first.capturing_until) - Date.parse(first.started_at)).toBe(30 * MINUTE_MS);
    await move(id, 20);
    const { body: prolonged } = await capture.start(60);
    expect(Date.parse(prolonged.started_at)).toBe(Date.parse(first.started_at) - 20 * MINUTE_MS);
    expect(Date.parse(prolonged.capturing_until) - Date.parse(prolonged.started_at)).toBe(60 * MINUTE_MS);
    for (const minutes of [0, 61, -1, 1.5, '5', null]) {
      const refused = await acme.rest.post(capture.path, { minutes });
      expect([refused.status, refused.body.code], String(minutes)).toEqual([400, 'request.invalid']);
    }
  });

  it('at its time: what comes later is not recorded, and what came before can be read for an hour', async () => {
    const { url, id, capture } = await issued();
    await capture.start(5);
    await call(url);
    expect(await capture.messages()).toHaveLength(1);
    // Behind the back of the gateway, whose copy of the server says that it goes on.
    await move(id, 6);
    await call(url);
    expect(await capture.read()).toMatchObject({ state: 'ended', messages: [{ step: 'tools/call' }] });
    await move(id, 58);
    expect((await capture.read()).messages).toHaveLength(1);
    await move(id, 2);
    expect(await capture.read()).toMatchObject({ state: 'off', messages: [] });
  });

  it('for good an hour later: the hourly job removes what was recorded, and nothing that can be read', async () => {
    const [over, ended, on] = [await issued(), await issued(), await issued()];
    for (const { url, capture } of [over, ended, on]) {
      await capture.start(10);
      await call(url);
      expect(await capture.messages()).toHaveLength(1);
    }
    await move(over.id, 71);
    await move(ended.id, 20);
    await gateway.app.get(EndedCapturesJob, { strict: false }).run(new Date());
    expect(await Promise.all([over, ended, on].map(({ id }) => rowsOf(id)))).toEqual([0, 1, 1]);
    const [row] = await sql<{ until: Date | null }>(
      'SELECT capture_until AS until FROM mcp_servers WHERE id = $1',
      over.id,
    );
    expect(row?.until).toBeNull();
    expect(await ended.capture.read()).toMatchObject({ state: 'ended' });
    expect(await on.capture.read()).toMatchObject({ state: 'on' });
  });

  it('at once where an admin ends it, with all that it recorded, and begins anew with nothing', async () => {
    const { url, id, capture } = await issued();
    await capture.start(10);
    await call(url);
    expect(await capture.messages()).toHaveLength(1);
    expect((await acme.rest.delete(capture.path)).status).toBe(204);
    expect(await rowsOf(id)).toBe(0);
    await call(url);
    expect(await capture.read()).toMatchObject({ state: 'off', messages: [] });
    expect((await acme.rest.delete(capture.path)).status).toBe(204);
    await capture.start(10);
    await move(id, 15);
    await capture.start(10);
    expect(await capture.messages()).toEqual([]);
  });

  it('with its server', async () => {
    const { url, id, capture } = await issued();
    await capture.start(10);
    await call(url);
    expect(await capture.messages()).toHaveLength(1);
    expect((await acme.rest.delete(`/integrated-account/${accountId}/mcp/${id}`)).status).toBe(204);
    expect(await rowsOf(id)).toBe(0);
    expect((await acme.rest.get(capture.path)).status).toBe(404);
  });
});
