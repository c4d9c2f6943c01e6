import bcrypt from 'bcrypt';
import { describe, expect, it } from 'vitest';
import { createPassword, digestPassword } from '../../src/crypto/password.js';

describe('passwords', () => {
  it('are made of 128 random bits, in characters that survive copying', () => {
    const made = Array.from({ length: 1000 }, createPassword);
    expect(new Set(made).size).toBe(1000);
    for (const password of made) expect(password).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  it('are kept as bcrypt digests of cost 12, salted anew each time', async () => {
    const password = createPassword();
    const [one, other] = await Promise.all([digestPassword(password), digestPassword(password)]);
    expect(one).not.toBe(other);
    expect(bcrypt.getRounds(one)).toBe(12);
    expect(await bcrypt.compare(password, one)).toBe(true);
    expect(await bcrypt.compare(`${password}x`, one)).toBe(false);
  });
});
