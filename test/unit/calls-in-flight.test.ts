import { setImmediate } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RecordChange } from '../../src/cache/broadcast.js';
import { MemoryBroadcast } from '../../src/cache/memory-broadcast.js';
import { CallsInFlight } from '../../src/tool-calls/calls-in-flight.js';
import type { McpCaller } from '../../src/tool-calls/mcp-access.js';

/** A broadcast of which news may have been lost. */
class LossyBroadcast extends MemoryBroadcast {
  lose(): void {
    this.deliverGap();
  }
}

const CALLER = {
  access: { organizationId: 'acme', serverId: 'server', integratedAccountId: 'account' },
  principal: { subject: { id: 'member' } },
  apiTokenId: 'token',
  signIn: { grantId: 'grant' },
} as McpCaller;

describe('the signal of a call that is under way', () => {
  let broadcast: LossyBroadcast;
  let calls: CallsInFlight;
  let isLetIn: boolean;

  beforeEach(() => {
    broadcast = new LossyBroadcast();
    calls = new CallsInFlight(broadcast);
    isLetIn = true;
  });

  const recheck = async () => {
    if (!isLetIn) throw new Error('not let in');
  };
  const track = () => calls.track(CALLER, new AbortController().signal, recheck);
  const change = async (record: RecordChange['record'], id: string) => {
    broadcast.publish({ record, organizationId: 'acme', id });
    await setImmediate();
  };

  it.each([
    ['mcp_server', 'server'],
    ['integrated_account', 'account'],
    ['api_token', 'token'],
    ['oauth_grant', 'grant'],
    ['member', 'member'],
  ] as const)('aborts when its %s changes and its caller is no longer let in', async (record, id) => {
    const signal = track();
    await change(record, id);
    await change(record, 'another');
    expect(signal.aborted).toBe(false);
    isLetIn = false;
    await change(record, 'another');
    expect(signal.aborted).toBe(false);
    await change(record, id);
    expect(signal.aborted).toBe(true);
  });

  it('aborts when news may have been lost and its caller is no longer let in', async () => {
    const signal = track();
    broadcast.lose();
    await setImmediate();
    expect(signal.aborted).toBe(false);
    isLetIn = false;
    broadcast.lose();
    await setImmediate();
    expect(signal.aborted).toBe(true);
  });

  it('is decided after all who keep copies have dropped them', async () => {
    const signal = track();
    broadcast.subscribe(() => {
      isLetIn = false;
    });
    await change('mcp_server', 'server');
    expect(signal.aborted).toBe(true);
  });

  it('aborts at once for a client that has left', () => {
    expect(calls.track(CALLER, AbortSignal.abort(), recheck).aborted).toBe(true);
  });
});
