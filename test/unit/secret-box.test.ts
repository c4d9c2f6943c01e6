import { describe, expect, it } from 'vitest';
import { createMasterKey, type MasterKey, parseMasterKeys } from '../../src/crypto/master-keys.js';
import { SealBrokenError, SecretBox } from '../../src/crypto/secret-box.js';

const keyOf = (id: string): MasterKey => {
  const [key] = parseMasterKeys(createMasterKey(id));
  if (key === undefined) throw new Error('no key');
  return key;
};
const key = keyOf('k1');
const box = new SecretBox([key]);
const owner = { organizationId: 'org-1', record: 'integrated_account', id: 'id-1' };
const secret = { clientId: 'the-id', clientSecret: 'the-secret-ü' };

type Sealed = Record<'protected' | 'iv' | 'ciphertext' | 'tag', string>;
const parts = async (): Promise<Sealed> => JSON.parse(await box.seal(owner, secret));
const flipped = (text: string) => (text.startsWith('A') ? 'B' : 'A') + text.slice(1);

describe('the secret box', () => {
  it.each([[secret], ['a text'], [null], [[1, 'two', { three: 3 }]], [{ long: 'x'.repeat(100_000) }]])(
    'opens what it sealed for the same owner',
    async (value) => {
      expect(await box.unseal({ ...owner }, await box.seal(owner, value))).toEqual(value);
    },
  );

  it('seals the same value differently each time, with nothing of it to be seen', async () => {
    const [one, other] = [await box.seal(owner, secret), await box.seal(owner, secret)];
    expect(one).not.toBe(other);
    for (const text of [one, Buffer.from(one, 'base64').toString('latin1')]) expect(text).not.toContain('the-secret');
  });

  it('names the key and the algorithm in the header, and keeps the owner out of the stored text', async () => {
    const sealed = await parts();
    expect(Object.keys(sealed).sort()).toEqual(['ciphertext', 'iv', 'protected', 'tag']);
    const header = JSON.parse(Buffer.from(sealed.protected, 'base64url').toString());
    expect(header).toEqual({ alg: 'dir', enc: 'A256GCM', kid: 'k1' });
  });

  it.each([
    ['of another organization', { ...owner, organizationId: 'org-2' }],
    ['of another kind', { ...owner, record: 'sso_connection' }],
    ['with another id', { ...owner, id: 'id-2' }],
    // Joined without care, these would read the same as the owner's own names.
    ['whose names merely read alike in a row', { ...owner, organizationId: 'org-1integrated', record: '_account' }],
    [
      'that quotes its way to the same text',
      { ...owner, organizationId: 'org-1","integrated_account', record: 'id-1' },
    ],
  ])('does not open a value that was copied to a record %s', async (_, other) => {
    await expect(box.unseal(other, await box.seal(owner, secret))).rejects.toThrow(SealBrokenError);
  });

  it.each(['protected', 'iv', 'ciphertext', 'tag'] as const)(
    'does not open a value whose %s was altered',
    async (part) => {
      const sealed = await parts();
      await expect(box.unseal(owner, JSON.stringify({ ...sealed, [part]: flipped(sealed[part]) }))).rejects.toThrow(
        SealBrokenError,
      );
    },
  );

  it('does not open a value that brings its own owner along', async () => {
    const other = { ...owner, id: 'id-2' };
    const aad = Buffer.from(JSON.stringify([owner.organizationId, owner.record, owner.id])).toString('base64url');
    await expect(box.unseal(other, JSON.stringify({ ...(await parts()), aad }))).rejects.toThrow(SealBrokenError);
  });

  it('does not open a value whose header names another algorithm', async () => {
    const header = Buffer.from(JSON.stringify({ alg: 'none', enc: 'A256GCM', kid: 'k1' })).toString('base64url');
    await expect(box.unseal(owner, JSON.stringify({ ...(await parts()), protected: header }))).rejects.toThrow(
      SealBrokenError,
    );
  });

  it.each(['', 'not json', 'null', '{}', '[]', '"text"', '{"protected":""}'])('does not open %j', async (sealed) => {
    await expect(box.unseal(owner, sealed)).rejects.toThrow(SealBrokenError);
  });

  it('opens what an old key sealed after a rotation, and seals with the new key', async () => {
    const before = await box.seal(owner, secret);
    const fresh = keyOf('k2');
    const rotated = new SecretBox([fresh, key]);
    expect(await rotated.unseal(owner, before)).toEqual(secret);
    const after = await rotated.seal(owner, secret);
    expect(await new SecretBox([fresh]).unseal(owner, after)).toEqual(secret);
    await expect(box.unseal(owner, after)).rejects.toThrow(SealBrokenError);
  });

  it('does not open what another key of the same id sealed', async () => {
    await expect(new SecretBox([keyOf('k1')]).unseal(owner, await box.seal(owner, secret))).rejects.toThrow(
      SealBrokenError,
    );
  });

  it('says which record does not open, and nothing that was sealed', async () => {
    const failure = await new SecretBox([keyOf('k9')]).unseal(owner, await box.seal(owner, secret)).catch(String);
    expect(failure).toContain('integrated_account id-1');
    expect(failure).not.toContain('the-secret');
  });

  it('cannot be made without a key', () => {
    expect(() => new SecretBox([])).toThrow('no master key');
  });
});
