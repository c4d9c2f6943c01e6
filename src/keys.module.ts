import { Global, Module } from '@nestjs/common';
import { SETTINGS, type Settings } from './config/settings.js';
import { TokenDigester } from './crypto/bearer-token.js';
import { CookieKeys } from './crypto/cookie-keys.js';
import { type MasterKey, parseMasterKeys } from './crypto/master-keys.js';

import { PasswordSalts } from './crypto/password.js';
import { SecretBox } from './crypto/secret-box.js';
import { SetupCodes } from './crypto/setup-code.js';
import { TextSigner } from './crypto/text-signer.js';
import { DatabaseService } from './database/database.service.js';
import { CONFIGURED, findLocalKeys } from './local-keys.js';
import { checkMasterKeys } from './master-key-check.js';

const MASTER_KEYS = Symbol('MASTER_KEYS');

/** The master keys, once they have proved to be those of the database: nothing is sealed or looked up before. */
async function resolveMasterKeys(settings: Settings, database: DatabaseService): Promise<readonly MasterKey[]> {
  try {
    const { keys, source } = settings.local.enabled
      ? await findLocalKeys(settings, database)
      : { keys: parseMasterKeys(settings.masterKeys ?? ''), source: { name: CONFIGURED } };
    await checkMasterKeys(database, keys, source);
    return keys;
  } catch (error) {
    await database.onApplicationShutdown();
    throw error;
  }
}

/** Gives what seals, digests and signs, all made from the master keys. */
@Global()
@Module({
  providers: [
    { provide: MASTER_KEYS, inject: [SETTINGS, DatabaseService], useFactory: resolveMasterKeys },
    { provide: SecretBox, inject: [MASTER_KEYS], useFactory: (keys: readonly MasterKey[]) => new SecretBox(keys) },
    {
      provide: TokenDigester,
      inject: [MASTER_KEYS],
      useFactory: (keys: readonly MasterKey[]) => new TokenDigester(keys),
    },
    {
      provide: PasswordSalts,
      inject: [MASTER_KEYS],
      useFactory: (keys: readonly MasterKey[]) => new PasswordSalts(keys),
    },
    { provide: CookieKeys, inject: [MASTER_KEYS], useFactory: (keys: readonly MasterKey[]) => new CookieKeys(keys) },
    { provide: SetupCodes, inject: [MASTER_KEYS], useFactory: (keys: readonly MasterKey[]) => new SetupCodes(keys) },
    { provide: TextSigner, inject: [MASTER_KEYS], useFactory: (keys: readonly MasterKey[]) => new TextSigner(keys) },
  ],
  exports: [CookieKeys, PasswordSalts, SecretBox, SetupCodes, TokenDigester, TextSigner],
})
export class KeysModule {}
