import { describe, expect, it } from 'vitest';
import { createMasterKey, parseMasterKeys } from '../../src/crypto/master-keys.js';
import { TextSigner } from '../../src/crypto/text-signer.js';

const [old, next] = [createMasterKey('k1'), createMasterKey('k2')];
const signer = (...keys: string[]) => new TextSigner(parseMasterKeys(keys.join(',')));

describe('a signed text', () => {
  it.each(['', 'offset:100', 'Straße, “quoted”, with.dots'])(
    'of %j opens in its context, and is safe in a URL',
    (text) => {
      const signed = signer(old).sign('here', text);
      expect(signed).toMatch(/^[A-Za-z0-9_.-]+$/);
      expect(signer(old).open('here', signed)).toBe(text);
    },
  );

  it('opens in no other context, and not with another key of the same name', () => {
    const signed = signer(old).sign('here', 'text');
    expect(signer(old).open('there', signed)).toBeNull();
    expect(signer(createMasterKey('k1')).open('here', signed)).toBeNull();
  });

  it('does not open when any of its characters is changed, added or missing', () => {
    const signed = signer(old).sign('here', 'offset:100');
    for (let index = 0; index < signed.length; index++) {
      const altered = signed.slice(0, index) + (signed[index] === 'A' ? 'B' : 'A') + signed.slice(index + 1);
      expect(signer(old).open('here', altered), altered).toBeNull();
    }
    for (const other of [`${signed}A`, signed.slice(0, -1), `${signed}.x`, '', '..', 'k1..', 'offset:100'])
      expect(signer(old).open('here', other), other).toBeNull();
  });

  it('goes on opening after a new key was put in front, and is then signed with the new one', () => {
    const signed = signer(old).sign('here', 'text');
    expect(signer(next, old).open('here', signed)).toBe('text');
    expect(signer(next, old).sign('here', 'text')).toMatch(/^k2\./);
    expect(signer(next).open('here', signed)).toBeNull();
  });
});
