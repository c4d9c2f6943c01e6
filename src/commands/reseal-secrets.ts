import type { INestApplicationContext } from '@nestjs/common';
import { AccountSealing } from '../accounts/account-sealing.js';
import { LookerSignInsService } from '../auth/oauth/looker/looker-sign-ins.service.js';
import { ProviderSecrets } from '../auth/oauth/openid/provider-secrets.js';
import { SigningKeys } from '../auth/oauth/server/signing-keys.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { parseMasterKeys } from '../crypto/master-keys.js';
import { DatabaseService } from '../database/database.service.js';
import { isSealed } from '../database/master-key-records.js';
import { command } from './command.js';
import { type CommandLine, readArguments } from './command-line.js';

const LINE = {
  script: 'secrets:reseal',
  program: 'reseal-secrets.js',
  usage: '',
  about:
    'Seals what is stored sealed again with the first of GATEWAY_MASTER_KEYS, while gateways go on, on the database that DATABASE_URL names. Prints what was moved, and which keys can be dropped, as JSON.',
  options: {},
  examples: [['', 'After a new key was put in front of the old ones.']],
  ends: ['It went through all; what did not open is counted.', 'It stopped; the reason is printed.'],
} as const satisfies CommandLine;

/** For a look at all tokens, on a database that is large and busy. */
const TIMEOUT_MS = 60_000;
const TOTALS = { resealed: 'resealed', current: 'already_current', unopened: 'not_opened' } as const;

/**
 * Seals again, with the first of GATEWAY_MASTER_KEYS and while gateways go on, all that is stored sealed: credentials of accounts, secrets of
 * OpenID providers, people's tokens of Looker, and the keys that sign ID tokens. Counts the tokens
 * that hang on another of them still, which move over when they are next used; and names the keys that nothing hangs on.
 */
const reseal = async (app: INestApplicationContext) => {
  const database = app.get(DatabaseService, { strict: false });
  const sealing = app.get(AccountSealing, { strict: false });
  const secrets = app.get(ProviderSecrets, { strict: false });
  const signIns = app.get(LookerSignInsService, { strict: false });
  const signingKeys = app.get(SigningKeys, { strict: false });
  const totals = { resealed: 0, already_current: 0, not_opened: 0 };
  for (const id of await database.organizationIds()) {
    const { resealed, current, unopened } = await sealing.resealAll(id);
    totals.resealed += resealed;
    totals.already_current += current;
    totals.not_opened += unopened;
    const secret = await secrets.reseal(id);
    if (secret !== undefined) totals[TOTALS[secret]]++;
    for await (const each of signIns.resealAll(id)) totals[TOTALS[each]]++;
  }
  for await (const each of signingKeys.resealAll()) totals[TOTALS[each]]++;
  const [, ...old] = parseMasterKeys(app.get<Settings>(SETTINGS, { strict: false }).masterKeys ?? '');
  const uses = await database.withMasterKeys(TIMEOUT_MS, (records) => records.listUses());
  const usesOf = (id: string) => uses.filter(({ keyId }) => keyId === id);
  const tokens = old.flatMap(({ id }) => usesOf(id)).filter(({ kind }) => !isSealed(kind));
  const output = {
    ...totals,
    tokens_under_old_keys: tokens.reduce((total, use) => total + use.uses, 0),
    keys_to_drop: old.map(({ id }) => id).filter((id) => usesOf(id).length === 0),
  };
  return { output, isGood: true };
};

command((args) => {
  readArguments(LINE, args);
  return reseal;
});
