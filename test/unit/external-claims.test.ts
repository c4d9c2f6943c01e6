import { describe, expect, it } from 'vitest';
import { externalClaims } from '../../src/auth/oauth/external/external-claims.js';

const emailOf = (email: unknown) => externalClaims({ sub: 's1', email }, 'email')?.email;

describe('the e-mail address in a token of another issuer', () => {
  it('is compared with A to Z in small letters', () => {
    expect(emailOf('Kate@Corp.com')).toBe('kate@corp.com');
  });

  it.each(['\u212aate@corp.com', '\uff4bate@corp.com', 'kate@corp\uff0ecom\u00ad'])(
    '%j is not that of kate@…',
    (email) => {
      expect(emailOf(email) ?? '').not.toMatch(/^kate@[ck]/);
    },
  );

  it.each([null, 7, '', 'kate', 'kate@', '@corp.com', 'ka te@corp.com', 'kate@corp.com\u0000', '"kate"@corp.com'])(
    '%j is none',
    (email) => {
      expect(emailOf(email)).toBeNull();
    },
  );
});
