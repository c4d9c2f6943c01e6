import { describe, expect, it, vi } from 'vitest';
import type { CredentialRequest } from '../../src/access/credential-resolver.js';
import { systemPrincipal } from '../../src/access/principal.js';
import { Credentials } from '../../src/auth/credentials/credentials.js';
import { RateLimits } from '../../src/cache/rate-limits.js';
import { AppError } from '../../src/errors/app-error.js';

const REQUEST: CredentialRequest = { method: 'GET', headers: {}, from: { address: '192.0.2.1', requestId: 'test' } };
const NOW = new Date();
const principal = systemPrincipal('organization', 'test');
const wrong = () => new AppError('credential.invalid', 'wrong');

const kindOf = (kind: 'api_token' | 'session', isIn: boolean, countsWrong = false) => ({
  ...{ kind, countsWrong, wrong, isIn: () => isIn },
  resolve: vi.fn(async () => ({ principal })),
});

const limits = Object.create(RateLimits.prototype) as RateLimits;

describe('the credentials of a request', () => {
  it('are tried no further than the first that is there, also where it is wrong', async () => {
    const [first, second] = [kindOf('api_token', true), kindOf('session', true)];
    first.resolve.mockRejectedValue(wrong());
    await expect(new Credentials(limits, [first, second]).resolve(REQUEST, NOW)).rejects.toThrow('wrong');
    expect(second.resolve).not.toHaveBeenCalled();
  });

  it('are passed over where they are not there, and the first kind refuses who has none', async () => {
    const [first, second] = [kindOf('api_token', false), kindOf('session', true)];
    await expect(new Credentials(limits, [first, second]).resolve(REQUEST, NOW)).resolves.toEqual({ principal });
    expect(first.resolve).not.toHaveBeenCalled();
    await new Credentials(limits, [first, kindOf('session', false)]).resolve(REQUEST, NOW);
    expect(first.resolve).toHaveBeenCalledTimes(1);
  });

  it('of a kind that is asked for are those of that kind alone, and of nobody else', async () => {
    const [token, session] = [kindOf('api_token', false), kindOf('session', true)];
    const credentials = new Credentials(limits, [token, session]);
    await expect(credentials.resolveBy('api_token', REQUEST, NOW, () => true)).resolves.toBe(principal);
    expect(session.resolve).not.toHaveBeenCalled();
    await expect(credentials.resolveBy('api_token', REQUEST, NOW, () => false)).rejects.toThrow('wrong');
  });

  it('of a kind that nothing resolves open nothing', async () => {
    const credentials = new Credentials(limits, [kindOf('session', true)]);
    await expect(credentials.resolveBy('api_token', REQUEST, NOW, () => true)).rejects.toThrow('nothing resolves');
  });
});
