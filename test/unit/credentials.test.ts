import { describe, expect, it, vi } from 'vitest';
import type { CredentialRequest } from '../../src/access/credential-resolver.js';
import { systemPrincipal } from '../../src/access/principal.js';
import { Credentials } from '../../src/auth/rest-credentials/credentials.js';
import { AppError } from '../../src/errors/app-error.js';

const REQUEST: CredentialRequest = { method: 'GET', headers: {}, from: { address: '192.0.2.1', requestId: 'test' } };
const NOW = new Date();
const principal = systemPrincipal('organization', 'test');
const wrong = () => new AppError('credential.invalid', 'wrong');

const kindOf = (kind: 'api_token' | 'session', isThere: boolean) => ({
  ...{ kind, wrong },
  resolve: vi.fn(async () => (isThere ? { principal } : undefined)),
});

describe('the credentials of a request', () => {
  it('are tried no further than the first that is there, also where it is wrong', async () => {
    const [first, second] = [kindOf('api_token', true), kindOf('session', true)];
    first.resolve.mockRejectedValue(wrong());
    await expect(new Credentials([first, second]).resolve(REQUEST, NOW)).rejects.toThrow('wrong');
    expect(second.resolve).not.toHaveBeenCalled();
  });

  it('are passed over where they are not there, and who has none is refused', async () => {
    const [first, second] = [kindOf('api_token', false), kindOf('session', true)];
    await expect(new Credentials([first, second]).resolve(REQUEST, NOW)).resolves.toEqual({ principal });
    await expect(new Credentials([first]).resolve(REQUEST, NOW)).rejects.toMatchObject({ code: 'credential.missing' });
  });

  it('of a kind that is asked for are those of that kind alone, and of nobody else', async () => {
    const [token, session] = [kindOf('api_token', true), kindOf('session', true)];
    const credentials = new Credentials([token, session]);
    await expect(credentials.resolveBy('api_token', REQUEST, NOW, () => true)).resolves.toBe(principal);
    expect(session.resolve).not.toHaveBeenCalled();
    await expect(credentials.resolveBy('api_token', REQUEST, NOW, () => false)).rejects.toThrow('wrong');
  });

  it.each([[[kindOf('session', true)]], [[kindOf('api_token', false), kindOf('session', true)]]])(
    'of a kind that is not there, or that nothing resolves, open nothing',
    async (resolvers) => {
      const resolving = new Credentials(resolvers).resolveBy('api_token', REQUEST, NOW, () => true);
      await expect(resolving).rejects.toMatchObject({ code: 'credential.missing' });
    },
  );
});
