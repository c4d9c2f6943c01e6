import { describe, expect, it } from 'vitest';
import { createMasterKey, deriveKey, keyedDigest, parseMasterKeys } from '../../src/crypto/master-keys.js';

const secretOf = (entry: string) => entry.slice(entry.indexOf(':') + 1);
const thrownBy = (act: () => unknown): string => {
  try {
    act();
  } catch (error) {
    return String(error);
  }
  throw new Error('nothing was thrown');
};

describe('the master keys', () => {
  it('are read in the order in which they are given, with 32 bytes each', () => {
    const [first, second] = [createMasterKey('k-2'), createMasterKey('k-1')];
    const keys = parseMasterKeys(` ${first} , ${second}\n`);
    expect(keys.map(({ id }) => id)).toEqual(['k-2', 'k-1']);
    expect(keys.map(({ secret }) => secret.toString('base64'))).toEqual([secretOf(first), secretOf(second)]);
    expect(keys.every(({ secret }) => secret.length === 32)).toBe(true);
  });

  it('are taken in base64 and in base64url alike', () => {
    const bytes = Buffer.alloc(32, 0xfb);
    for (const encoding of ['base64', 'base64url'] as const)
      expect(parseMasterKeys(`k1:${bytes.toString(encoding)}`)[0]?.secret).toEqual(bytes);
  });

  const secret = secretOf(createMasterKey('x'));
  it.each([
    ['without an id', secret],
    ['with an empty id', `:${secret}`],
    ['with capitals in the id', `K1:${secret}`],
    ['with an id that is too long', `${'k'.repeat(33)}:${secret}`],
    ['that is cut off', `k1:${secret.slice(0, 40)}`],
    ['that is too long', `k1:${secret.slice(0, 43)}AAAA`],
    ['with a character that is not base64', `k1:${secret.slice(0, 42)}*=`],
    ['that is quoted', `"k1:${secret}"`],
  ])('an entry %s is refused by its place, and no part of a key is repeated', (_, entry) => {
    const good = createMasterKey('good');
    const message = thrownBy(() => parseMasterKeys(`${good},${entry}`));
    expect(message).toContain('entry 2');
    for (const key of [secret, secretOf(good)]) expect(message).not.toContain(key.slice(0, 12));
  });

  it('with one id twice are refused, and no part of a key is repeated', () => {
    const [one, two] = [createMasterKey('k1'), createMasterKey('k1')];
    const message = thrownBy(() => parseMasterKeys(`${one},${two}`));
    expect(message).toContain('same id');
    for (const entry of [one, two]) expect(message).not.toContain(secretOf(entry).slice(0, 12));
  });

  it('that are empty are refused', () => {
    expect(() => parseMasterKeys('')).toThrow('entry 1');
    expect(() => parseMasterKeys(`${createMasterKey('k1')},`)).toThrow('entry 2');
  });

  it('give a different key for each purpose, and the same one each time', () => {
    const [key] = parseMasterKeys(createMasterKey('k1'));
    if (key === undefined) throw new Error('no key');
    const [one, other] = [deriveKey(key, 'one'), deriveKey(key, 'other')];
    expect(one).toHaveLength(32);
    expect(one.equals(other)).toBe(false);
    expect(one.equals(key.secret)).toBe(false);
    expect(deriveKey(key, 'one').equals(one)).toBe(true);
  });

  it('derive and digest as RFC 5869 and RFC 2104 say, on values that were computed elsewhere', () => {
    const key = { id: 'k1', secret: Buffer.alloc(32, 7) };
    expect(deriveKey(key, 'secret-box').toString('hex')).toBe(
      'dd751cdb3f71415e62e7ff72459a8b76b4d4705e38b3719e797638cd3c06bff0',
    );
    expect(keyedDigest(Buffer.from('Jefe'), 'what do ya want for nothing?')).toBe(
      'W9zBRr9gdU5qBCQmCJV1x1oAPwidJzmDnexYuWTsOEM',
    );
  });
});
