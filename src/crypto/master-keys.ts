import { createHmac, hkdfSync, randomBytes } from 'node:crypto';

const KEY_BYTES = 32;
const ENTRY = /^([a-z0-9-]{1,32}):([A-Za-z0-9+/_-]{43}=?)$/;

/** One master key: `id` names it in everything sealed or digested with it. */
export interface MasterKey {
  readonly id: string;
  readonly secret: Buffer;
}

/**
 * Reads `id:base64key,id:base64key`. The first key seals; all of them open. Keys are 32 bytes.
 * @throws Error saying which entry is wrong, without repeating any key.
 */
export function parseMasterKeys(text: string): readonly MasterKey[] {
  const keys = text.split(',').map((entry, index) => {
    const match = ENTRY.exec(entry.trim());
    if (!match?.[1] || !match[2]) throw new Error(`entry ${index + 1} is not of the form id:<base64 of 32 bytes>`);
    return { id: match[1], secret: Buffer.from(match[2], 'base64') };
  });
  if (new Set(keys.map((key) => key.id)).size !== keys.length) throw new Error('two entries have the same id');
  return keys;
}

/** A new master key in the form that GATEWAY_MASTER_KEYS takes. */
export const createMasterKey = (id: string): string => `${id}:${randomBytes(KEY_BYTES).toString('base64')}`;

/**
 * A key for one purpose, derived from a master key (HKDF-SHA-256, RFC 5869), so that a leak in one use never opens another.
 */
export const deriveKey = (key: MasterKey, purpose: string): Buffer =>
  Buffer.from(hkdfSync('sha256', key.secret, 'looker-mcp-gateway', purpose, KEY_BYTES));

/** HMAC-SHA-256 of a text under a key, as base64url. */
export const keyedDigest = (key: Buffer, text: string): string =>
  createHmac('sha256', key).update(text).digest('base64url');
