import { describe, expect, it } from 'vitest';
import {
  createToken,
  fingerprintOf,
  isTokenOf,
  TOKEN_PREFIXES,
  TokenDigester,
  type TokenKind,
  tokenIn,
} from '../../src/crypto/bearer-token.js';
import { createMasterKey, parseMasterKeys } from '../../src/crypto/master-keys.js';

const KINDS = Object.keys(TOKEN_PREFIXES) as TokenKind[];
const keys = (...ids: string[]) => parseMasterKeys(ids.map(createMasterKey).join(','));

describe.each(KINDS)('a token of the kind %s', (kind) => {
  const token = createToken(kind);

  it('is its prefix, 43 characters of secret and 6 of checksum, all safe in a URL', () => {
    expect(token).toMatch(new RegExp(`^${TOKEN_PREFIXES[kind]}[0-9A-Za-z]{43}[0-9A-Za-z]{6}$`));
    expect(encodeURIComponent(token)).toBe(token);
  });

  it('is recognised as this kind and as no other', () => {
    expect(KINDS.filter((other) => isTokenOf(other, token))).toEqual([kind]);
  });

  it('is not recognised once any single character is mistyped', () => {
    const prefix = TOKEN_PREFIXES[kind].length;
    for (let at = prefix; at < token.length; at++)
      for (const typed of ['0', 'Z', 'a', '-']) {
        const typo = token.slice(0, at) + typed + token.slice(at + 1);
        if (typo !== token) expect(isTokenOf(kind, typo)).toBe(false);
      }
  });

  it('is not recognised with two neighbours swapped, cut off, or with something added', () => {
    for (let at = TOKEN_PREFIXES[kind].length; at < token.length - 1; at++) {
      const swapped = token.slice(0, at) + token.charAt(at + 1) + token.charAt(at) + token.slice(at + 2);
      if (swapped !== token) expect(isTokenOf(kind, swapped)).toBe(false);
    }
    for (const wrong of ['', TOKEN_PREFIXES[kind], token.slice(0, -1), `${token}0`, ` ${token}`, token.toLowerCase()])
      expect(isTokenOf(kind, wrong)).toBe(false);
  });
});

describe('tokens', () => {
  it('differ, ten thousand of them, in secrets whose every place takes many values', () => {
    const made = Array.from({ length: 10_000 }, () => createToken('mcp_server'));
    expect(new Set(made).size).toBe(10_000);
    const secrets = made.map((token) => token.slice(TOKEN_PREFIXES.mcp_server.length, -6));
    // The first character carries less: 62^43 is only a little more than 2^256.
    for (let at = 1; at < 43; at++) expect(new Set(secrets.map((secret) => secret.charAt(at))).size).toBe(62);
  });

  it('have a prefix that is no other kind’s beginning', () => {
    const prefixes = Object.values(TOKEN_PREFIXES);
    expect(prefixes.length).toBeGreaterThanOrEqual(2);
    for (const prefix of prefixes) expect(prefixes.filter((other) => other.startsWith(prefix))).toEqual([prefix]);
  });
});

describe('the digest of a token', () => {
  const token = createToken('api_token');

  it('is the same each time under the same keys, and holds nothing of the token', () => {
    const [key] = keys('k1');
    if (key === undefined) throw new Error('no key');
    const digest = new TokenDigester([key]).digest(token);
    expect(digest).toMatch(/^k1\.[A-Za-z0-9_-]{43}$/);
    expect(new TokenDigester([key]).digest(token)).toBe(digest);
    expect(digest).not.toContain(token.slice(8, 20));
  });

  it('differs for each token and under each key', () => {
    const [one, other] = [new TokenDigester(keys('k1')), new TokenDigester(keys('k1'))];
    expect(one.digest(token)).not.toBe(other.digest(token));
    expect(one.digest(token)).not.toBe(one.digest(createToken('api_token')));
  });

  it('is made with the first key, and looked up under every key, newest first', () => {
    const [old, fresh] = keys('old', 'new');
    if (old === undefined || fresh === undefined) throw new Error('no keys');
    const before = new TokenDigester([old]).digest(token);
    const rotated = new TokenDigester([fresh, old]);
    expect(rotated.digest(token)).toMatch(/^new\./);
    expect(rotated.candidates(token)).toEqual([rotated.digest(token), before]);
  });

  it('cannot be made without a key', () => {
    expect(() => new TokenDigester([]).digest(token)).toThrow('no master key');
  });
});

describe('a token in a pasted text', () => {
  const [url, api, session] = [createToken('mcp_server'), createToken('api_token'), createToken('session')];
  const either: TokenKind[] = ['mcp_server', 'api_token'];

  it.each([
    ['alone', url],
    ['in a URL with more behind it', `https://gateway.example.com/mcp/${url}/sse?x=1`],
    ['encoded in another address', `https://example.com/?to=https%3A%2F%2Fgateway%2Fmcp%2F${url}`],
    [
      'broken by a line and by invisible characters',
      `${url.slice(0, 20)}\r\n > ${url.slice(20)}`.replace(' >', '\u200b'),
    ],
    ['with words glued to its end', `${url}and more`],
    ['before another one', `${url} ${api}`],
    ['after what only looks like one', `${url.slice(0, -1)}- lmg_url_${'0'.repeat(49)} ${url}`],
  ])('is found %s', (_, text) => {
    expect(tokenIn(text, either)).toBe(url);
  });

  it('is found of the kinds that are asked for only, and nothing where there is none', () => {
    expect(tokenIn(`${session} ${api}`, either)).toBe(api);
    for (const text of ['', 'lmg_url_', session, url.toLowerCase(), url.slice(4), 'x'.repeat(100_000)])
      expect(tokenIn(text, either)).toBeUndefined();
  });

  it('is told from others by its last four characters', () => {
    expect(fingerprintOf(url)).toBe(url.slice(-4));
    expect(new Set(Array.from({ length: 500 }, () => fingerprintOf(createToken('api_token')))).size).toBeGreaterThan(
      490,
    );
  });
});
