import { once } from 'node:events';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LookerClient } from '../../src/looker/looker-client.js';
import type { Capabilities } from '../../src/tool-calls/capabilities/capabilities.js';
import { LookerCallContext } from '../../src/tool-calls/looker-call-context.js';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { toolNamed } from '../catalogue/tool-named.js';
import { httpOptions } from '../looker/http-options.js';
import { isLogin, lettingIn, StandIn } from '../looker/stand-in.js';
import { plainTexts } from '../support/plain-texts.js';

const ME = { verb: 'GET', path: '/user', query: {} } as const;

describe('a call at a Looker that is in trouble', () => {
  let client: LookerClient;
  let hangingUp: Server;
  let connections: number;

  beforeAll(async () => {
    client = new LookerClient(httpOptions({ trustedHosts: ['127.0.0.1'] }));
    hangingUp = createServer((socket) => {
      connections++;
      socket.resetAndDestroy();
    }).listen(0, '127.0.0.1');
    await once(hangingUp, 'listening');
  });

  beforeEach(() => {
    connections = 0;
  });

  afterAll(async () => {
    await client.close();
    hangingUp.close();
  });
  const callTo = (baseUrl: string, isRead: boolean) =>
    new LookerCallContext(
      client,
      toolNamed(isRead ? 'looker_users_me' : 'create_a_looker_folder'),
      {
        webUrl: baseUrl,
        connection: {
          key: `${baseUrl}/${isRead}`,
          baseUrl,
          credentials: { kind: 'api_key', clientId: 'id', clientSecret: 'secret' },
        },
        limits: { rowsMax: 10, charactersMax: 10, timeMs: 10 },
        tools: new Map(),
        catalogue: toolCatalogue(),
      },
      { signal: new AbortController().signal, progress: () => {}, patienceMs: 10 },
      { ...plainTexts, handles: plainTexts },
      { of: () => ({}) as Capabilities },
      { connectionIn: () => Promise.reject(new Error('not asked')), choose: async () => {} },
    );
  // Nothing of HTTP is sent before TLS stands.
  const neverThere = () => `https://127.0.0.1:${(hangingUp.address() as AddressInfo).port}`;

  it('is made once more when it reads and no connection was made', async () => {
    await expect(callTo(neverThere(), true).send(ME)).rejects.toMatchObject({ fault: 'unreachable', neverSent: true });
    expect(connections).toBe(2);
  });

  it('is not made again when it changes something', async () => {
    await expect(callTo(neverThere(), false).send(ME)).rejects.toMatchObject({ fault: 'unreachable', neverSent: true });
    expect(connections).toBe(1);
  });

  it('is not made again when anything was sent, even to read', async () => {
    const looker = await StandIn.start(lettingIn((_seen, _response, request) => void request.socket.destroy()));
    await expect(callTo(looker.url, true).send(ME)).rejects.toMatchObject({ fault: 'unreachable', neverSent: false });
    expect(looker.seen.filter((seen) => !isLogin(seen))).toHaveLength(1);
    await looker.close();
  });
});
