import bcrypt from 'bcrypt';
import { describe, expect, it } from 'vitest';
import { createMasterKey, parseMasterKeys } from '../../src/crypto/master-keys.js';
import { createPassword, digestPassword, PasswordSalts } from '../../src/crypto/password.js';

describe('passwords', () => {
  it('are made of 128 random bits, in characters that survive copying', () => {
    const made = Array.from({ length: 1000 }, createPassword);
    expect(new Set(made).size).toBe(1000);
    for (const password of made) expect(password).toMatch(/^[A-Za-z0-9_-]{22}$/);
  });

  const saltsOf = (id: string) => new PasswordSalts(parseMasterKeys(createMasterKey(id)));

  it('are kept as bcrypt digests of cost 12', async () => {
    const password = createPassword();
    const digest = await digestPassword(password, saltsOf('a').saltOf('ana@example.com'));
    expect(bcrypt.getRounds(digest)).toBe(12);
    expect(await bcrypt.compare(password, digest)).toBe(true);
    expect(await bcrypt.compare(`${password}x`, digest)).toBe(false);
    expect(await digestPassword(password, digest.slice(0, 29))).toBe(digest);
  });

  it('have a salt of 128 bits that bcrypt keeps as it is: one for each address and master key', async () => {
    const [one, other] = [saltsOf('a'), saltsOf('b')];
    const made = Array.from({ length: 500 }, (_, index) => `${index}@example.com`).flatMap((email) => [
      one.saltOf(email),
      other.saltOf(email),
    ]);
    expect(new Set(made).size).toBe(1000);
    expect(one.saltOf('7@example.com')).toBe(made[14]);
    // The cheapest cost, because only the salt is looked at.
    for (const salt of made.slice(0, 50)) {
      const cheap = salt.replace('$12$', '$04$');
      expect((await digestPassword('x', cheap)).slice(0, 29)).toBe(cheap);
    }
  });

  it('are digested under nothing but a salt of bcrypt', async () => {
    for (const salt of ['', '12', `$2b$12$${'!'.repeat(22)}`, `${saltsOf('a').saltOf('x')}x`])
      await expect(digestPassword('x', salt)).rejects.toThrow('not the salt');
  });
});
