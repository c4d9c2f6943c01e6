import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { IssuerKeys, KeyUnknownYet } from '../../src/auth/oauth/external/issuer-keys.js';
import { createGuardedAgent } from '../../src/http/guarded-agent.js';
import { guardedFetch } from '../../src/http/guarded-fetch.js';
import { TokenIssuer } from '../support/token-issuer.js';

const MINUTE_MS = 60_000;

describe('the keys of an issuer', () => {
  let issuer: TokenIssuer;
  const agentOf = (loopbackAllowed: boolean) =>
    createGuardedAgent({ loopbackAllowed, trustedHosts: [], connectTimeoutMs: 1_000, connectionsPerHostMax: 2 });
  const keysOf = (isLoopbackAllowed = true) => {
    const agent = agentOf(isLoopbackAllowed);
    const keys = new IssuerKeys(new URL(issuer.url), (url, signal) =>
      guardedFetch(agent, url, { bytesMax: 100_000, signal }),
    );
    const find = (kid: string | undefined) => keys.find({ alg: 'RS256', ...(kid !== undefined && { kid }) }, TOKEN);
    return { find, kid: () => issuer.publicKey.kid };
  };
  const TOKEN = { payload: '', signature: '' };

  beforeEach(async () => {
    issuer = await TokenIssuer.start();
    vi.useFakeTimers({ toFake: ['Date'] });
  });

  afterEach(async () => {
    vi.useRealTimers();
    await issuer.close();
  });

  it('are kept for an hour', async () => {
    const { find, kid } = keysOf();
    for (const afterMs of [0, 30 * MINUTE_MS, 29 * MINUTE_MS]) {
      vi.setSystemTime(Date.now() + afterMs);
      await find(kid());
    }
    expect(issuer.asked).toBe(1);
    vi.setSystemTime(Date.now() + 2 * MINUTE_MS);
    await find(kid());
    expect(issuer.asked).toBe(2);
  });

  it('are asked for once in five minutes because of an unknown id', async () => {
    const { find } = keysOf();
    await expect(find('a')).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    expect(issuer.asked).toBe(2);
    vi.setSystemTime(Date.now() + 4 * MINUTE_MS);
    await expect(find('b')).rejects.toBeInstanceOf(KeyUnknownYet);
    expect(issuer.asked).toBe(2);
    vi.setSystemTime(Date.now() + 2 * MINUTE_MS);
    await expect(find('c')).rejects.toMatchObject({ code: 'ERR_JWKS_NO_MATCHING_KEY' });
    expect(issuer.asked).toBe(3);
  });

  it('that are too old count for nothing when the issuer does not answer', async () => {
    const { find, kid } = keysOf();
    await find(kid());
    issuer.answer = { status: 500, body: '' };
    vi.setSystemTime(Date.now() + 61 * MINUTE_MS);
    await expect(find(kid())).rejects.toMatchObject({ code: 'sign_in.unavailable' });
  });

  it('are not read where redirects lead, nor inside a network', async () => {
    issuer.answer = { status: 302, body: issuer.keySet };
    await expect(keysOf().find(undefined)).rejects.toMatchObject({ code: 'sign_in.unavailable' });
    issuer.answer = undefined;
    const { asked } = issuer;
    await expect(keysOf(false).find(undefined)).rejects.toMatchObject({ code: 'sign_in.unavailable' });
    expect(issuer.asked).toBe(asked);
  });
});
