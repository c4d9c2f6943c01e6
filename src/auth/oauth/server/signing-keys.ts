import { Injectable, Logger } from '@nestjs/common';
import { exportJWK, generateKeyPair, type JWK } from 'jose';
import { v5 as idFrom } from 'uuid';
import { type Resealed, SecretBox } from '../../../crypto/secret-box.js';
import { DatabaseService } from '../../../database/database.service.js';

/** Clients of OpenID Connect can read signatures of this kind whatever else they can (OpenID Connect Core 1.0, 15.1). */
const ALGORITHM = 'RS256';
const ownerOf = (id: string) => ({ organizationId: '', record: 'oauth_signing_key', id });

/** In this namespace a key's id follows from the id of the one before it (RFC 9562, 5.5). */
const SUCCESSORS = '5d6d31a4-9a6c-4b0e-8a57-3f2b6f4f9c11';

/** How long a key signs, and how long after that its signatures can still be checked. */
export const KEY_LIFETIME_MS = 30 * 24 * 60 * 60 * 1000;
export const KEY_AFTERLIFE_MS = 24 * 60 * 60 * 1000;
/** How long a key is shown before it signs: each process reads the keys anew more often than that. */
export const KEY_AHEAD_MS = 2 * 60 * 60 * 1000;

/** The keys that sign ID tokens: private ones, sealed in the database. */
@Injectable()
export class SigningKeys {
  private readonly logger = new Logger('SigningKeys');

  constructor(
    private readonly database: DatabaseService,
    private readonly box: SecretBox,
  ) {}

  /** Keys as `oidc-provider` takes them; the first one signs. Makes one where there is none that opens. */
  async list(now = new Date()): Promise<JWK[]> {
    const newest = await this.newest();
    const keys = await this.read(now);
    if (keys.length > 0) return keys;
    await this.addAfter(newest);
    return this.read(now);
  }

  /** Adds the key that comes after the newest, where that one's time is over; no key at all needs no next one. */
  async renew(now: Date): Promise<void> {
    const newest = await this.newest();
    if (newest === null || newest.createdAt.getTime() > now.getTime() - KEY_LIFETIME_MS) return;
    await this.addAfter(newest);
    await this.removeOld(now);
  }

  /**
   * Adds the successor of a key, or the first: one and the same, however many processes find at once that it is time. So the
   * forerunner is the one that the decision was made on: a look again would find the key that another process has just added.
   */
  private async addAfter(forerunner: { id: string } | null): Promise<void> {
    const id = idFrom(forerunner?.id ?? 'the first', SUCCESSORS);
    const { privateKey } = await generateKeyPair(ALGORITHM, { extractable: true });
    const key = { ...(await exportJWK(privateKey)), kid: id, alg: ALGORITHM, use: 'sig' };
    const sealedKey = await this.box.seal(ownerOf(id), key);
    await this.database.onIssuer(({ oauthSigningKey }) =>
      oauthSigningKey.createMany({ data: { id, sealedKey }, skipDuplicates: true }),
    );
  }

  /** Moves them under the current master key, and says of each what became of it. */
  async *resealAll(): AsyncGenerator<Resealed> {
    const rows = await this.database.onIssuer(({ oauthSigningKey }) => oauthSigningKey.findMany());
    for (const { id, sealedKey: before } of rows)
      yield await this.box.reseal(ownerOf(id), before, (sealedKey) =>
        this.database.onIssuer(
          async ({ oauthSigningKey }) =>
            (await oauthSigningKey.updateMany({ where: { id, sealedKey: before }, data: { sealedKey } })).count > 0,
        ),
      );
  }

  /** Removes the keys whose signatures nobody needs to check any more. */
  private async removeOld(now: Date): Promise<void> {
    const createdAt = { lte: new Date(now.getTime() - KEY_LIFETIME_MS - KEY_AHEAD_MS - KEY_AFTERLIFE_MS) };
    await this.database.onIssuer(({ oauthSigningKey }) => oauthSigningKey.deleteMany({ where: { createdAt } }));
  }

  /** Those that sign, will sign or have signed lately. */
  private async read(now: Date): Promise<JWK[]> {
    const after = new Date(now.getTime() - KEY_LIFETIME_MS - KEY_AHEAD_MS - KEY_AFTERLIFE_MS);
    const rows = await this.database.onIssuer(({ oauthSigningKey }) =>
      oauthSigningKey.findMany({
        where: { createdAt: { gt: after } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      }),
    );
    const opened = await Promise.all(
      rows.map(async ({ id, sealedKey, createdAt }) => ({ key: await this.open(id, sealedKey), createdAt })),
    );
    const known = opened.flatMap(({ key, createdAt }) => (key === undefined ? [] : [{ key, createdAt }]));
    const isAhead = ({ createdAt }: { createdAt: Date }) => createdAt.getTime() > now.getTime() - KEY_AHEAD_MS;
    // The very first one signs at once: there is no other.
    return [...known.filter((key) => !isAhead(key)), ...known.filter(isAhead)].map(({ key }) => key);
  }

  private newest(): Promise<{ id: string; createdAt: Date } | null> {
    return this.database.onIssuer(({ oauthSigningKey }) =>
      oauthSigningKey.findFirst({
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        select: { id: true, createdAt: true },
      }),
    );
  }

  /** One under a master key that is gone is of no use: signatures of it are as good as expired. */
  private async open(id: string, sealedKey: string): Promise<JWK | undefined> {
    try {
      return (await this.box.unseal(ownerOf(id), sealedKey)) as JWK;
    } catch (error) {
      this.logger.warn({ message: `the signing key ${id} does not open, and is passed over`, err: error });
      return undefined;
    }
  }
}
