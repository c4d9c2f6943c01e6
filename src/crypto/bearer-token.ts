import { randomBytes } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { deriveKey, keyedDigest, type MasterKey } from './master-keys.js';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const SECRET_BYTES = 32;
/** 62^43 > 2^256: forty-three characters hold any 32 bytes. */
const SECRET_CHARACTERS = 43;
/** 62^6 > 2^32: six characters hold any CRC-32. */
const CHECKSUM_CHARACTERS = 6;

/** What a token opens; each kind has a prefix that secret scanners can learn. */
export const TOKEN_PREFIXES = {
  mcp_server: 'lmg_url_',
  api_token: 'lmg_api_',
  session: 'lmg_ses_',
  invitation: 'lmg_inv_',
  oauth_client: 'lmg_cls_',
} as const;
export type TokenKind = keyof typeof TOKEN_PREFIXES;

/** How many characters a token has, whatever its kind: all prefixes are as long. */
export const TOKEN_LENGTH = TOKEN_PREFIXES.mcp_server.length + SECRET_CHARACTERS + CHECKSUM_CHARACTERS;

function base62(value: bigint, length: number): string {
  let rest = value;
  let text = '';
  for (let index = 0; index < length; index++) {
    text = ALPHABET.charAt(Number(rest % 62n)) + text;
    rest /= 62n;
  }
  return text;
}

const checksum = (text: string) => base62(BigInt(crc32(text)), CHECKSUM_CHARACTERS);

/** A new token with 256 random bits: prefix, 43 base-62 characters, and a 6 character CRC-32 that scanners can verify. */
export function createToken(kind: TokenKind): string {
  const secret = base62(BigInt(`0x${randomBytes(SECRET_BYTES).toString('hex')}`), SECRET_CHARACTERS);
  const body = TOKEN_PREFIXES[kind] + secret;
  return body + checksum(body);
}

/** Whether a text is a token of this kind that somebody could really have been given. Costs no look-up. */
export function isTokenOf(kind: TokenKind, text: string): boolean {
  const prefix = TOKEN_PREFIXES[kind];
  if (!text.startsWith(prefix) || text.length !== prefix.length + SECRET_CHARACTERS + CHECKSUM_CHARACTERS) return false;
  return checksum(text.slice(0, -CHECKSUM_CHARACTERS)) === text.slice(-CHECKSUM_CHARACTERS);
}

/** How many characters of a token are shown, so that people can tell one from another: all are of its checksum. */
const FINGERPRINT_CHARACTERS = 4;

/** The end of a token, which may be shown: it says nothing of what comes before it that a guess could use. */
export const fingerprintOf = (token: string): string => token.slice(-FINGERPRINT_CHARACTERS);

const TOKEN_LIKE = new RegExp(`lmg_[a-z]{3}_[0-9A-Za-z]{${SECRET_CHARACTERS + CHECKSUM_CHARACTERS}}`, 'g');

/**
 * The first token of these kinds in a pasted text: a URL, a header, a line of a config, wherever it was broken.
 * @returns undefined where there is none that somebody could really have been given.
 */
export function tokenIn(text: string, kinds: readonly TokenKind[]): string | undefined {
  const whole = text.replaceAll(/[\s\p{Cf}]+/gu, '');
  return whole.match(TOKEN_LIKE)?.find((token) => kinds.some((kind) => isTokenOf(kind, token)));
}

/** Makes the digests that the database holds in place of tokens: `<key id>.<HMAC-SHA-256>`. */
export class TokenDigester {
  private readonly keys: readonly { id: string; key: Buffer }[];

  constructor(masterKeys: readonly MasterKey[]) {
    this.keys = masterKeys.map((masterKey) => ({ id: masterKey.id, key: deriveKey(masterKey, 'bearer-token-digest') }));
  }

  /** The digest to store for a new token: made with the first key. */
  digest(token: string): string {
    const [digest] = this.candidates(token);
    if (digest === undefined) throw new Error('there is no master key');
    return digest;
  }

  /** The digests under which a presented token may have been stored, one per key. */
  candidates(token: string): string[] {
    return this.keys.map(({ id, key }) => `${id}.${keyedDigest(key, token)}`);
  }
}
