import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { storedCalls } from '../support/call-log-rows.js';
import { createOrganization, GatewayProcess } from '../support/gateway-process.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';
import { createTestDatabase } from '../support/test-database.js';
import { toolCallRequest } from '../support/tool-call-request.js';

/** The small run is part of every test run; `KILL_TEST_CALLS=5000 KILL_TEST_KILLS=10` is the large one. */
const CALLS = Number(process.env.KILL_TEST_CALLS ?? 300);
const KILLS = Number(process.env.KILL_TEST_KILLS ?? 2);
const CALLERS = 16;
/** Answers come in groups; a kill at any moment of this time hits every phase of one. */
const KILL_LATER_MS_MAX = 25;

describe('a gateway that is killed', () => {
  let looker: SampleLooker;
  let gateway: GatewayProcess;
  let environment: Record<string, string>;
  let server: { id: string; token: string };
  let fired = 0;
  let broken = 0;
  const answered: string[] = [];

  beforeAll(async () => {
    looker = await startSampleLooker();
    environment = {
      PATH: process.env.PATH ?? '',
      DATABASE_URL: await createTestDatabase(inject('postgresUrl')),
      GATEWAY_MASTER_KEYS: createMasterKey('test'),
      GATEWAY_LOOKER_TRUSTED_HOSTS: '127.0.0.1',
      GATEWAY_LOG_LEVEL: 'silent',
      GATEWAY_MCP_SERVER_REQUESTS_PER_MINUTE: '1000000',
    };
    const apiToken = await createOrganization(environment);
    gateway = await GatewayProcess.start(environment);
    const rest = new RestClient(gateway.url, apiToken);
    server = await rest.issue(await rest.connect(credentialsOf(looker)));
  });

  afterAll(async () => {
    await gateway.stop();
    await looker.close();
  });

  async function call(): Promise<void> {
    const answer = await fetch(`${gateway.url}/mcp/${server.token}`, toolCallRequest(fired, 'looker_users_me'));
    const text = await answer.text();
    if (!text.includes('"result"')) throw new Error(`answered ${answer.status}: ${text}`);
    answered.push(answer.headers.get('x-request-id') ?? 'none');
  }

  /** Calls from many sides until so many were fired, or until the gateway is gone, which breaks the calls under way. */
  async function fire(firedMax: number, killAt = Number.POSITIVE_INFINITY): Promise<void> {
    let killing: Promise<void> | undefined;
    let gone = false;
    const caller = async () => {
      while (!gone && fired < firedMax) {
        fired++;
        await call().catch((error: unknown) => {
          // What `fetch` throws when the connection breaks; everything else is a wrong answer.
          if (!(error instanceof TypeError)) throw error;
          gone = true;
          broken++;
        });
        if (answered.length >= killAt) killing ??= pause(Math.random() * KILL_LATER_MS_MAX).then(() => gateway.kill());
      }
    };
    await Promise.all(Array.from({ length: CALLERS }, caller));
    await killing;
  }

  it(`has a row for each answered call, ${KILLS} kills during ${CALLS} calls`, { timeout: 600_000 }, async () => {
    const share = Math.floor(CALLS / KILLS);
    for (let kill = 1; kill <= KILLS; kill++) {
      const moment = answered.length + Math.floor(share * (0.2 + Math.random() * 0.5));
      await fire(kill * share, moment);
      gateway = await GatewayProcess.start(environment);
    }
    await fire(CALLS);
    const stored = new Set(
      (await storedCalls(environment.DATABASE_URL ?? '', server.id)).map((row) => String(row.request_id)),
    );
    process.stdout.write(
      `${fired} calls, ${KILLS} kills: ${answered.length} answered, ${broken} broken off, ${stored.size} rows\n`,
    );
    expect(answered.length + broken).toBe(fired);
    expect(broken).toBeGreaterThanOrEqual(KILLS);
    expect(answered.length).toBeGreaterThan(CALLS / 10);
    expect(answered.filter((requestId) => !stored.has(requestId))).toEqual([]);
  });
});
