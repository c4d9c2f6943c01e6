import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Settings } from './config/settings.js';
import { createMasterKey, type MasterKey, parseMasterKeys } from './crypto/master-keys.js';
import type { DatabaseService } from './database/database.service.js';
import { type KeySource, MasterKeyError } from './master-key-check.js';

/** The setting that names keys. */
export const CONFIGURED = 'GATEWAY_MASTER_KEYS';

const TIMEOUT_MS = 60_000;

interface FoundKeys {
  readonly keys: readonly MasterKey[];
  readonly source: KeySource;
}

/**
 * The keys of local mode: those in GATEWAY_MASTER_KEYS where it is set, else those of the file `master-keys` in the data
 * folder (0600), which is made for a database that has seen no key yet. Says of either what helps on this machine, where
 * no command ends what hangs on a key.
 * @throws MasterKeyError
 */
export async function findLocalKeys({ masterKeys, local }: Settings, database: DatabaseService): Promise<FoundKeys> {
  const file = join(local.dataDir, 'master-keys');
  const anew = `delete the folder ${local.dataDir} to begin anew`;
  const kept = await readIfThere(file);
  if (masterKeys !== undefined) {
    const remedy =
      kept === undefined
        ? `put the right keys into ${CONFIGURED}, in .env or in the environment, or ${anew}`
        : `local mode, which runs because DATABASE_URL is not set, has its key in ${file}. Take ${CONFIGURED} out of .env ` +
          '(or of the environment) to go on with it, or add DATABASE_URL there to run on a database of your own';
    return { keys: parseMasterKeys(masterKeys), source: { name: CONFIGURED, remedy } };
  }
  const remedy = `put back the ${file} that belongs to it, or ${anew}`;
  const text = kept ?? (await createKeys(file, database, anew));
  return { keys: keysIn(text, file, anew), source: { name: file, remedy } };
}

const readIfThere = (file: string): Promise<string | undefined> =>
  readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });

async function createKeys(file: string, database: DatabaseService, anew: string): Promise<string> {
  const isUsed = await database.withMasterKeys(
    TIMEOUT_MS,
    async (records) => (await records.list()).length > 0 || (await records.listUses()).length > 0,
  );
  if (isUsed)
    throw new MasterKeyError(
      `The file ${file} is missing, and the database beside it belongs to the key in it: put the file back (or set ` +
        `${CONFIGURED}, where the database was made with it), or ${anew}.`,
    );
  const text = createMasterKey('local');
  await writeFile(file, text, { mode: 0o600, flag: 'wx' });
  return text;
}

function keysIn(text: string, file: string, anew: string): readonly MasterKey[] {
  try {
    return parseMasterKeys(text);
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new MasterKeyError(`${file} holds no master keys: ${said}. Put back the file as it was, or ${anew}.`, {
      cause,
    });
  }
}
