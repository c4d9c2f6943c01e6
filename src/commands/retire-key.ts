import { Module } from '@nestjs/common';
import { settingsModule } from '../app.module.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { parseMasterKeys } from '../crypto/master-keys.js';
import { DatabaseModule } from '../database/database.module.js';
import { DatabaseService } from '../database/database.service.js';
import { listKeyHolders } from '../database/key-holders.js';
import { command } from './command.js';
import { CommandError, type CommandLine, readArguments, usageError } from './command-line.js';

const LINE = {
  script: 'secrets:retire',
  program: 'retire-key.js',
  usage: '--key <id>',
  about:
    'Ends what still hangs on a master key that is lost or is to go, so that the gateway starts without it, on the database that DATABASE_URL names. Prints what ended, and whose it was, as JSON.',
  options: {
    key: {
      type: 'string',
      value: 'id',
      help: 'The id of the key: what stands before the colon in GATEWAY_MASTER_KEYS.',
    },
  },
  examples: [['--key k1', 'Ends what hangs on the key k1, which is not the first one any more.']],
  ends: ['Nothing hangs on the key any more.', 'Nothing was changed; the reason is printed.'],
} as const satisfies CommandLine;
const TIMEOUT_MS = 60_000;

/** The database without the keys: the key to retire may be the one that is lost. */
@Module({ imports: [settingsModule, DatabaseModule] })
class KeylessModule {}

/**
 * Reads the command's arguments.
 * @throws CommandError
 */
function readKeyId(args: readonly string[]): string {
  const { key } = readArguments(LINE, args).values;
  if (key === undefined) throw usageError(LINE, '--key is needed: the id of a master key.');
  return key;
}

/**
 * Says that nothing which hangs on a key is needed any more. The gateway starts without it from then on. What ended is
 * counted, and named for those who have to tell its users; asked again, both are told again.
 */
async function retire(database: DatabaseService, id: string) {
  const counted = await database.withMasterKeys(TIMEOUT_MS, async (records) => {
    await records.lock();
    const known = (await records.list()).find((record) => record.id === id);
    const uses = (await records.listUses()).filter(({ keyId }) => keyId === id);
    if (known === undefined && uses.length === 0)
      throw new CommandError(`Nothing in this database hangs on a master key ${id}.`);
    await records.save({ id, canary: known?.canary ?? null, retiredAt: new Date() });
    return { key: id, ended: Object.fromEntries(uses.map(({ kind, uses: count }) => [kind, count])) };
  });
  return { ...counted, organizations: await listKeyHolders(database, id, new Date()) };
}

command((args) => {
  const id = readKeyId(args);
  return async (app) => {
    const [first] = parseMasterKeys(app.get<Settings>(SETTINGS).masterKeys ?? '');
    if (first?.id === id)
      throw new CommandError(`${id} is the first of GATEWAY_MASTER_KEYS, which seals. Put another key in front first.`);
    return { output: await retire(app.get(DatabaseService), id), isGood: true };
  };
}, KeylessModule);
