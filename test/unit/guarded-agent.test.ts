import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Agent, request } from 'undici';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AddressPolicy, AddressRefusedError, createGuardedAgent } from '../../src/http/guarded-agent.js';

describe('the guarded agent', () => {
  let server: Server;
  let port: number;
  let sockets = 0;
  const agents: Agent[] = [];

  beforeAll(async () => {
    server = createServer((_, response) => response.end('reached'));
    server.on('connection', () => sockets++);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });

  afterEach(async () => {
    await Promise.all(agents.splice(0).map((agent) => agent.destroy()));
    sockets = 0;
  });

  afterAll(() => server.close());

  const ask = async (url: string, policy: Partial<AddressPolicy> = {}): Promise<string> => {
    const agent = createGuardedAgent({
      loopbackAllowed: false,
      trustedHosts: [],
      connectTimeoutMs: 2000,
      connectionsPerHostMax: 2,
      ...policy,
    });
    agents.push(agent);
    const answer = await request(url, { dispatcher: agent });
    return answer.body.text();
  };

  it.each(['127.0.0.1', 'localhost', 'LOCALHOST', '2130706433', '[::ffff:127.0.0.1]', '[::1]'])(
    'refuses %s without touching it',
    async (host) => {
      await expect(ask(`http://${host}:${port}`)).rejects.toThrow(AddressRefusedError);
      await expect(ask(`https://${host}:${port}`)).rejects.toThrow(AddressRefusedError);
      expect(sockets).toBe(0);
    },
  );

  // Which addresses are refused is asked of `isAddressAllowed`; these lead to this test's own server if nothing refuses them.
  it.each(['0.0.0.0', '[::]', '[::ffff:0.0.0.0]'])('refuses %s in local mode too', async (host) => {
    await expect(ask(`http://${host}:${port}`, { loopbackAllowed: true })).rejects.toThrow(AddressRefusedError);
    expect(sockets).toBe(0);
  });

  it('reaches loopback by address and by name where that is allowed', async () => {
    expect(await ask(`http://127.0.0.1:${port}`, { loopbackAllowed: true })).toBe('reached');
    expect(await ask(`http://localhost:${port}`, { loopbackAllowed: true })).toBe('reached');
    expect(sockets).toBe(2);
  });

  it('reaches exactly the hosts that the operator trusts', async () => {
    expect(await ask(`http://127.0.0.1:${port}`, { trustedHosts: ['127.0.0.1'] })).toBe('reached');
    expect(await ask(`http://localhost:${port}`, { trustedHosts: ['localhost'] })).toBe('reached');
    await expect(ask(`http://127.0.0.1:${port}`, { trustedHosts: ['localhost'] })).rejects.toThrow(AddressRefusedError);
    await expect(ask(`http://localhost:${port}`, { trustedHosts: ['127.0.0.1'] })).rejects.toThrow(AddressRefusedError);
  });

  it('knows a trusted IPv6 address by its bare form', async () => {
    const failure = await ask('http://[::1]:9', { trustedHosts: ['::1'] }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(Error);
    expect(failure).not.toBeInstanceOf(AddressRefusedError);
  });

  it('keeps refusing on the same agent, however often it is asked', async () => {
    const agent = createGuardedAgent({
      loopbackAllowed: false,
      trustedHosts: [],
      connectTimeoutMs: 2000,
      connectionsPerHostMax: 1,
    });
    agents.push(agent);
    for (let attempt = 0; attempt < 5; attempt++)
      await expect(request(`http://localhost:${port}`, { dispatcher: agent })).rejects.toThrow(AddressRefusedError);
    expect(sockets).toBe(0);
  });

  it('says of a name that does not exist that it does not exist', async () => {
    await expect(ask('http://no-such-host.invalid')).rejects.toMatchObject({
      code: expect.stringMatching(/^(ENOTFOUND|EAI_AGAIN)$/),
    });
  });
});
