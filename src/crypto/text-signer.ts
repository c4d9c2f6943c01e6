import { timingSafeEqual } from 'node:crypto';
import { deriveKey, keyedDigest, type MasterKey } from './master-keys.js';

/** 128 bits: nobody guesses one, and a cursor stays short. */
const MAC_CHARACTERS = 22;

/**
 * Signs short texts that go out and come back, so that only those come back that went out, and only where they belong:
 * `<key id>.<HMAC-SHA-256, its first 128 bits>.<text>`, the text as base64url.
 */
export class TextSigner {
  private readonly keys: readonly { id: string; key: Buffer }[];

  constructor(masterKeys: readonly MasterKey[]) {
    this.keys = masterKeys.map((masterKey) => ({ id: masterKey.id, key: deriveKey(masterKey, 'text-signer') }));
  }

  /** @param context where the text belongs; the same one opens it. */
  sign(context: string, text: string): string {
    const [first] = this.keys;
    if (first === undefined) throw new Error('there is no master key');
    const body = Buffer.from(text).toString('base64url');
    return `${first.id}.${macOf(first.key, context, body)}.${body}`;
  }

  /** The text that was signed for this context; null for anything else. */
  open(context: string, signed: string): string | null {
    const [id, mac, body, ...rest] = signed.split('.');
    const key = this.keys.find((candidate) => candidate.id === id)?.key;
    if (key === undefined || mac === undefined || body === undefined || rest.length > 0) return null;
    const [given, expected] = [Buffer.from(mac), Buffer.from(macOf(key, context, body))];
    const isOurs = given.length === expected.length && timingSafeEqual(given, expected);
    return isOurs ? Buffer.from(body, 'base64url').toString() : null;
  }
}

const macOf = (key: Buffer, context: string, body: string) =>
  keyedDigest(key, JSON.stringify([context, body])).slice(0, MAC_CHARACTERS);
