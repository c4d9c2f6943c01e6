import { createHmac, timingSafeEqual } from 'node:crypto';
import { deriveKey, type MasterKey } from './master-keys.js';

/** Crockford's base 32: no letter of it is taken for a digit, or for another letter. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** 100 bits: nobody guesses it, whatever limits guessing. */
const CHARACTERS = 20;
const GROUP = /.{4}(?=.)/g;

/** A code as people read it out and type it: any case, with or without dashes, and with the letters that look like digits. */
const plain = (text: string) =>
  text.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');

/**
 * Makes the one-time code that opens an empty gateway to its first owner. It is derived from the master keys and the
 * database: every process on both knows the same one, and none keeps it.
 */
export class SetupCodes {
  private readonly keys: readonly Buffer[];

  constructor(masterKeys: readonly MasterKey[]) {
    this.keys = masterKeys.map((masterKey) => deriveKey(masterKey, 'setup-code'));
  }

  /** The code to show for a database: `7QK2-M0ZX-…`, made with the first key. */
  codeOf(databaseIdentity: string): string {
    const [code] = this.codesOf(databaseIdentity);
    if (code === undefined) throw new Error('there is no master key');
    return code.replaceAll(GROUP, '$&-');
  }

  /** Whether a text is the code of a database under any of the keys; tells by its time no more than that. */
  isCodeOf(databaseIdentity: string, text: string): boolean {
    const given = Buffer.from(plain(text));
    return this.codesOf(databaseIdentity)
      .map((code) => Buffer.from(code))
      .map((code) => given.length === code.length && timingSafeEqual(given, code))
      .includes(true);
  }

  private codesOf(databaseIdentity: string): string[] {
    return this.keys.map((key) =>
      [...createHmac('sha256', key).update(databaseIdentity).digest().subarray(0, CHARACTERS)]
        .map((byte) => ALPHABET.charAt(byte % ALPHABET.length))
        .join(''),
    );
  }
}
