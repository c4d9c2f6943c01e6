import { credentialsOwner } from './accounts/account-credentials.js';
import type { MasterKey } from './crypto/master-keys.js';
import { SecretBox, type SecretOwner } from './crypto/secret-box.js';
import type { DatabaseService } from './database/database.service.js';
import type { MasterKeyRecord, MasterKeyRecords, MasterKeyUse } from './database/master-key-records.js';

/** Thrown when the master keys are not those of the database; the message says which key it needs, and no key. */
export class MasterKeyError extends Error {
  override readonly name = 'MasterKeyError';
}

/** Where the keys of a process were found. */
export interface KeySource {
  readonly name: string;
  /** What to do about wrong keys; undefined where keys are added, dropped and retired as with any database. */
  readonly remedy?: string;
}

/** The master keys of a process, each with a box of its own, and the place where they were found. */
interface GivenKeys {
  readonly boxes: ReadonlyMap<string, SecretBox>;
  readonly firstId: string;
  readonly source: KeySource;
}

/** What a canary is bound to. It is no secret: what counts is whether it opens. */
const canaryOwner = (id: string): SecretOwner => ({ organizationId: '', record: 'master_key', id });
const CANARY = 'looker-mcp-gateway';
/** For a look at all tokens, on a database that is large and busy. */
const TIMEOUT_MS = 60_000;

/**
 * Makes sure that these are the keys of the database before anything is sealed or looked up with them: with a wrong key,
 * every URL and token would look as if it had been deleted. The first start seals a canary under each key. From then on,
 *
 * - a key whose canary does not open is refused: it is another key under the same id;
 * - keys that open no canary at all are refused;
 * - a key that is not given is missed as soon as anything hangs on it, unless it was retired.
 *
 * A database without canaries, which was used before there were any, is asked for what is sealed in it instead.
 * @param source for the message.
 * @throws MasterKeyError
 */
export async function checkMasterKeys(
  database: DatabaseService,
  keys: readonly MasterKey[],
  source: KeySource,
): Promise<void> {
  const [first] = keys;
  if (first === undefined) throw new Error('there is no master key');
  const boxes = new Map(keys.map((key) => [key.id, new SecretBox([key])]));
  const given: GivenKeys = { boxes, firstId: first.id, source };
  await database.withMasterKeys(TIMEOUT_MS, async (records) => {
    await records.lock();
    const known = await records.list();
    await checkCanaries(known, given);
    await checkNeeded(known, given, records);
    await saveGiven(known, given, records);
  });
}

async function checkCanaries(known: readonly MasterKeyRecord[], given: GivenKeys): Promise<void> {
  for (const { id, canary } of known)
    if (canary !== null && !(await opens(given, id, canaryOwner(id), canary))) throw otherKey(id, given);
}

async function checkNeeded(
  known: readonly MasterKeyRecord[],
  given: GivenKeys,
  records: MasterKeyRecords,
): Promise<void> {
  const live = known.filter(({ retiredAt }) => retiredAt === null);
  const absent = live.filter(({ id }) => !given.boxes.has(id));
  const isUnknown = known.every(({ canary }) => canary === null);
  if (!isUnknown && absent.length === 0) return;

  const uses = await records.listUses();
  if (isUnknown)
    for (const { keyId, sample } of uses)
      if (
        sample !== null &&
        !(await opens(given, keyId, credentialsOwner(sample.organizationId, sample.id), sample.sealed))
      )
        throw otherKey(keyId, given);
  const retired = new Set(known.filter(({ retiredAt }) => retiredAt !== null).map(({ id }) => id));
  const missed = uses.filter(({ keyId }) => !given.boxes.has(keyId) && !retired.has(keyId));
  if (missed.length > 0) throw missingKeys(missed, given);
  if (absent.length > 0 && absent.length === live.length) throw strangeKeys(absent, given);
}

/** What is sealed under a key that is not given is none of this question. */
async function opens({ boxes }: GivenKeys, id: string, owner: SecretOwner, sealed: string): Promise<boolean> {
  return (
    boxes
      .get(id)
      ?.unseal(owner, sealed)
      .then(
        () => true,
        () => false,
      ) ?? true
  );
}

/** From now on each of these keys is known. One that seals again is no longer retired. */
async function saveGiven(
  known: readonly MasterKeyRecord[],
  { boxes, firstId }: GivenKeys,
  records: MasterKeyRecords,
): Promise<void> {
  for (const [id, box] of boxes) {
    const record = known.find((candidate) => candidate.id === id);
    const isWoken = id === firstId && record?.retiredAt != null;
    if (record?.canary != null && !isWoken) continue;
    const canary = record?.canary ?? (await box.seal(canaryOwner(id), CANARY));
    await records.save({ id, canary, retiredAt: isWoken ? null : (record?.retiredAt ?? null) });
  }
}

const listed = (ids: Iterable<string>) => [...new Set(ids)].join(', ');

const otherKey = (id: string, { boxes, source }: GivenKeys) =>
  new MasterKeyError(
    `The master key ${id} in ${source.name} is not the key ${id} of this database (given: ${listed(boxes.keys())}); ` +
      `nothing would open, so the gateway does not start: ${source.remedy ?? 'put the right key there, or name the database that this key belongs to'}.`,
  );

const strangeKeys = (absent: readonly MasterKeyRecord[], { boxes, source }: GivenKeys) =>
  new MasterKeyError(
    `This database belongs to the master key ${listed(absent.map(({ id }) => id))}, and ${source.name} gives only ` +
      `${listed(boxes.keys())}: ${source.remedy ?? `add that key, or name the database that the given key belongs to${retireHint(absent[0]?.id)}`}.`,
  );

function missingKeys(missed: readonly MasterKeyUse[], { boxes, source }: GivenKeys): MasterKeyError {
  const [keyId] = missed.map((use) => use.keyId);
  const hanging = missed.filter((use) => use.keyId === keyId).map(({ kind, uses }) => `${uses} ${WORDS[kind]}`);
  return new MasterKeyError(
    `This database needs the master key ${listed(missed.map((use) => use.keyId))}, and ${source.name} gives only ` +
      `${listed(boxes.keys())}: ${hanging.join(', ')} would look as if they had been deleted; ` +
      `${source.remedy ?? `add that key behind the first one${retireHint(keyId)}`}.`,
  );
}

const WORDS: Record<MasterKeyUse['kind'], string> = {
  credentials: 'Looker credentials',
  provider_secrets: 'secrets of OpenID providers',
  looker_sign_ins: 'sign-ins of people at Looker',
  signing_keys: 'keys that sign ID tokens',
  refresh_tokens: 'sign-ins of clients',
  client_secrets: 'secrets of OAuth clients',
  urls: 'MCP URLs',
  api_tokens: 'API tokens',
  invitations: 'invitations',
};

const retireHint = (id: string | undefined) =>
  `, or, if it is lost or was dropped on purpose, end what hangs on it with \`npm run secrets:retire -- --key ${id}\``;
