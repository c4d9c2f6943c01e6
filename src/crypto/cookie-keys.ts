import { deriveKey, type MasterKey } from './master-keys.js';

/** What signs the cookies of the authorization server: the first key signs, all of them verify. */
export class CookieKeys {
  readonly keys: readonly string[];

  constructor(masterKeys: readonly MasterKey[]) {
    this.keys = masterKeys.map((masterKey) => deriveKey(masterKey, 'oauth-cookies').toString('base64url'));
  }
}
