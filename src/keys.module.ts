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

const MASTER_KEYS = Symbol('MASTER_KEYS');

/** The configured master keys; in local mode, where none are, one is made and kept in the data folder (0600). */
async function resolveMasterKeys({ masterKeys, local }: Settings): Promise<readonly MasterKey[]> {
  if (masterKeys !== undefined) return configuredKeys(masterKeys);
  const file = join(local.dataDir, 'master-keys');
  await mkdir(local.dataDir, { recursive: true });
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
    { provide: MASTER_KEYS, inject: [SETTINGS], useFactory: resolveMasterKeys },
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
