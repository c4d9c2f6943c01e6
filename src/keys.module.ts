import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Global, Module } from '@nestjs/common';
import { ConfigurationError } from './config/environment.js';
import { SETTINGS, type Settings } from './config/settings.js';
import { TokenDigester } from './crypto/bearer-token.js';
import { createMasterKey, type MasterKey, parseMasterKeys } from './crypto/master-keys.js';
import { PasswordSalts } from './crypto/password.js';
import { SecretBox } from './crypto/secret-box.js';
import { SetupCodes } from './crypto/setup-code.js';
import { TextSigner } from './crypto/text-signer.js';
import { DatabaseService } from './database/database.service.js';
import { checkMasterKeys } from './master-key-check.js';

const MASTER_KEYS = Symbol('MASTER_KEYS');

/** The master keys, once they have proved to be those of the database: nothing is sealed or looked up before. */
async function resolveMasterKeys(settings: Settings, database: DatabaseService): Promise<readonly MasterKey[]> {
  try {
    const { masterKeys, local } = settings;
    const keys = masterKeys === undefined ? await localKeys(local.dataDir) : configuredKeys(masterKeys);
    await checkMasterKeys(database, keys, masterKeys === undefined ? keysFile(local.dataDir) : 'GATEWAY_MASTER_KEYS');
    return keys;
  } catch (error) {
    await database.onApplicationShutdown();
    throw error;
  }
}

const keysFile = (dataDir: string) => join(dataDir, 'master-keys');

/** In local mode, where no keys are configured, one is made and kept in the data folder (0600). */
async function localKeys(dataDir: string): Promise<readonly MasterKey[]> {
  const file = keysFile(dataDir);
  await mkdir(dataDir, { recursive: true });
  await writeFile(file, createMasterKey('local'), { mode: 0o600, flag: 'wx' }).catch((error) => {
    if (error.code !== 'EEXIST') throw error;
  });
  return parseMasterKeys(await readFile(file, 'utf8'));
}

function configuredKeys(text: string): readonly MasterKey[] {
  try {
    return parseMasterKeys(text);
  } catch (error) {
    throw new ConfigurationError([error instanceof Error ? error.message : String(error)]);
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
    { provide: SetupCodes, inject: [MASTER_KEYS], useFactory: (keys: readonly MasterKey[]) => new SetupCodes(keys) },
    { provide: TextSigner, inject: [MASTER_KEYS], useFactory: (keys: readonly MasterKey[]) => new TextSigner(keys) },
  ],
  exports: [PasswordSalts, SecretBox, SetupCodes, TokenDigester, TextSigner],
})
export class KeysModule {}
