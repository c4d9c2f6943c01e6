import { Injectable } from '@nestjs/common';
import { DatabaseService } from '../../../database/database.service.js';
import { Prisma } from '../../../database/generated/client.js';
import type { JsonRecord } from '../../../values/is-record.js';

/** A record of the authorization server, as it was stored. */
export interface OauthRecord {
  readonly key: string;
  readonly payload: JsonRecord;
  readonly expiresAt: Date | null;
  readonly consumedAt: Date | null;
  readonly createdAt: Date;
}

const SELECT = { key: true, payload: true, expiresAt: true, consumedAt: true, createdAt: true } as const;

/** Queries on what the OAuth issuer remembers, of which no organization has a part. */
@Injectable()
export class OauthRecordsRepository {
  constructor(private readonly database: DatabaseService) {}

  async upsert(
    kind: string,
    key: string,
    payload: JsonRecord,
    grantId: string | null,
    expiresAt: Date | null,
  ): Promise<void> {
    const values = { payload: payload as Prisma.InputJsonObject, grantId, expiresAt };
    await this.database.onIssuer((tables) =>
      tables.oauthRecord.upsert({
        where: { kind_key: { kind, key } },
        create: { kind, key, ...values },
        update: values,
        select: { key: true },
      }),
    );
  }

  /** @param keys the digests under which it may have been stored, one a master key. */
  async find(kind: string, keys: readonly string[]): Promise<OauthRecord | null> {
    const row = await this.database.onIssuer((tables) =>
      tables.oauthRecord.findFirst({ where: { kind, key: { in: [...keys] } }, select: SELECT }),
    );
    return row && { ...row, payload: row.payload as JsonRecord };
  }

  /**
   * The first time counts: who consumes it again changes nothing.
   * @param keptUntil when it goes at the latest; undefined: when it would have gone anyway.
   * @returns whether this was the first time.
   */
  async consume(kind: string, keys: readonly string[], at: Date, keptUntil?: Date): Promise<boolean> {
    const until = keptUntil?.toISOString() ?? null;
    const rows = await this.database.onIssuer(
      (tables) => tables.$queryRaw<{ key: string }[]>`
        UPDATE oauth_records
        SET consumed_at = ${at.toISOString()}::timestamptz, expires_at = least(expires_at, ${until}::timestamptz)
        WHERE kind = ${kind} AND key = ANY(${[...keys]}) AND consumed_at IS NULL
        RETURNING key`,
    );
    return rows.length > 0;
  }

  /** Of several who store one record at once, the first one does. @returns whether this is the first. */
  async insert(
    kind: string,
    key: string,
    payload: JsonRecord,
    grantId: string | null,
    expiresAt: Date,
  ): Promise<boolean> {
    const row = { kind, key, payload: payload as Prisma.InputJsonObject, grantId, expiresAt };
    const { count } = await this.database.onIssuer((tables) =>
      tables.oauthRecord.createMany({ data: [row], skipDuplicates: true }),
    );
    return count > 0;
  }

  /** @returns whether it was there. */
  async remove(kind: string, keys: readonly string[]): Promise<boolean> {
    const { count } = await this.database.onIssuer((tables) =>
      tables.oauthRecord.deleteMany({ where: { kind, key: { in: [...keys] } } }),
    );
    return count > 0;
  }

  /** All that was issued on a grant, and the grant. */
  async removeGrant(grantId: string): Promise<void> {
    const where = { OR: [{ grantId }, { kind: 'Grant', key: grantId }] };
    await this.database.onIssuer((tables) => tables.oauthRecord.deleteMany({ where }));
  }

  /** Of a client that registered itself: when it was last used to sign in. */
  async updateLastUsed(kind: string, key: string, at: Date): Promise<void> {
    await this.database.onIssuer((tables) =>
      tables.oauthRecord.updateMany({ where: { kind, key }, data: { lastUsedAt: at } }),
    );
  }

  /** Where it is another one by now, nothing happens. */
  async replaceClientSecret(id: string, before: string, after: string): Promise<void> {
    await this.database.onIssuer(
      (tables) => tables.$queryRaw`
        UPDATE oauth_records SET payload = jsonb_set(payload, '{client_secret}', to_jsonb(${after}::text))
        WHERE kind = 'Client' AND key = ${id} AND payload ->> 'client_secret' = ${before} RETURNING key`,
    );
  }

  /** Removes what is over; answers how many. */
  async removeExpired(now: Date, atMost: number): Promise<number> {
    return this.removeSome({ expiresAt: { lte: now } }, atMost);
  }

  /** Removes clients that registered themselves before a time and were never signed in with. */
  async removeUnusedClients(before: Date, atMost: number): Promise<number> {
    const isRegistered = { path: ['registered_by_itself'], equals: true };
    return this.removeSome(
      { kind: 'Client', lastUsedAt: null, createdAt: { lt: before }, payload: isRegistered },
      atMost,
    );
  }

  private async removeSome(where: Prisma.OauthRecordWhereInput, atMost: number): Promise<number> {
    const found = await this.database.onIssuer((tables) =>
      tables.oauthRecord.findMany({ where, take: atMost, select: { kind: true, key: true } }),
    );
    if (found.length === 0) return 0;
    const { count } = await this.database.onIssuer((tables) =>
      tables.oauthRecord.deleteMany({ where: { OR: found, ...where } }),
    );
    return count;
  }
}
