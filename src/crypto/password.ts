import { randomBytes } from 'node:crypto';
import bcrypt from 'bcrypt';
import { deriveKey, keyedDigest, type MasterKey } from './master-keys.js';

/** 2^12 rounds: about a quarter of a second a guess on a current core. */
const COST = 12;

export const PASSWORD_BYTES_MIN = 12;
/** bcrypt reads no further: two longer passwords that begin alike would be one. */
export const PASSWORD_BYTES_MAX = 72;

/** The start of a bcrypt digest: version, cost, and a salt of 128 bits. */
const SETTING = /^\$2b\$\d\d\$[./A-Za-z0-9]{22}$/;
const SALT_BYTES = 16;
const BASE64 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const BCRYPT_BASE64 = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/**
 * The bcrypt digest of a password under a salt.
 * @param salt of `PasswordSalts`, or the first 29 characters of another digest.
 */
export async function digestPassword(password: string, salt: string): Promise<string> {
  if (!SETTING.test(salt)) throw new Error('not the salt of a bcrypt digest');
  return bcrypt.hash(password, salt);
}

/** Whether bcrypt reads all of a password. */
export const isPasswordReadWhole = (password: string): boolean => Buffer.byteLength(password) <= PASSWORD_BYTES_MAX;

/**
 * The salts of new passwords. Each e-mail address has one of its own, so that one computation compares a password with those
 * of all members of that address; it is made with a master key, so that nobody can compute guesses ahead of a theft.
 */
export class PasswordSalts {
  private readonly key: Buffer;

  /** @param masterKeys the first one is taken. */
  constructor(masterKeys: readonly MasterKey[]) {
    const [first] = masterKeys;
    if (first === undefined) throw new Error('there is no master key');
    this.key = deriveKey(first, 'password-salt');
  }

  /** @param email in small letters. */
  saltOf(email: string): string {
    const salt = Buffer.from(keyedDigest(this.key, email), 'base64url').subarray(0, SALT_BYTES);
    const text = salt.toString('base64').replace(/=+$/, '');
    return `$2b$${COST}$${[...text].map((character) => BCRYPT_BASE64[BASE64.indexOf(character)]).join('')}`;
  }
}

/** A random password to be shown once, 128 bits. */
export const createPassword = (): string => randomBytes(16).toString('base64url');
