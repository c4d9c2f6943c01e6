import { describe, expect, it } from 'vitest';
import { csrfTokenOf, isRequestOwn } from '../../src/auth/sessions/csrf-token.js';
import { createToken } from '../../src/crypto/bearer-token.js';

const session = createToken('session');
const csrf = csrfTokenOf(session);

describe('the token against forged requests', () => {
  it('belongs to one session, and tells nothing of its token', () => {
    expect(csrf).toMatch(/^[A-Za-z0-9_-]{43}$/);
    expect(csrfTokenOf(session)).toBe(csrf);
    expect(csrfTokenOf(createToken('session'))).not.toBe(csrf);
    expect(csrf).not.toContain(session.slice(8, 20));
  });

  it.each(['POST', 'PATCH', 'PUT', 'DELETE', 'LINK'])('%s passes with it, and with nothing else', (method) => {
    expect(isRequestOwn(method, csrf, session)).toBe(true);
    const others = [
      undefined,
      '',
      'x',
      csrf.slice(1),
      `${csrf}x`,
      session,
      csrfTokenOf(createToken('session')),
      [csrf],
    ];
    for (const other of others) expect(isRequestOwn(method, other, session)).toBe(false);
  });

  it.each(['GET', 'HEAD', 'OPTIONS'])('%s passes without it', (method) => {
    expect(isRequestOwn(method, undefined, session)).toBe(true);
  });
});
