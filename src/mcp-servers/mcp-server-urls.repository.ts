import { Injectable } from '@nestjs/common';
import type { IssuerTables } from '../database/database.service.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';

/** A URL that a rotation replaced and that still works: the digest of its token, and until when. */
export interface OldToken {
  readonly digest: string;
  readonly validUntil: Date;
}

/** The digests that the URLs of MCP servers are found by: the current one of each, and those in their grace. */
@Injectable()
export class McpServerUrlsRepository {
  /** Of any organization. */
  async hasWithSignIn(db: IssuerTables): Promise<boolean> {
    const [row] = await db.$queryRaw<{ is_there: boolean }[]>`SELECT has_mcp_server_with_sign_in() AS is_there`;
    return row?.is_there === true;
  }

  async insertOld(
    { organizationId, db }: OrganizationTransaction,
    mcpServerId: string,
    token: OldToken,
  ): Promise<void> {
    await db.mcpServerOldToken.create({ data: { organizationId, mcpServerId, ...token } });
  }

  countOld({ organizationId, db }: OrganizationTransaction, mcpServerId: string): Promise<number> {
    return db.mcpServerOldToken.count({ where: { organizationId, mcpServerId } });
  }

  findOld(
    { organizationId, db }: OrganizationTransaction,
    mcpServerId: string,
    digests: readonly string[],
  ): Promise<OldToken | null> {
    return db.mcpServerOldToken.findFirst({
      where: { organizationId, mcpServerId, digest: { in: [...digests] } },
      select: { digest: true, validUntil: true },
    });
  }

  async removeAllOld({ organizationId, db }: OrganizationTransaction, mcpServerId: string): Promise<void> {
    await db.mcpServerOldToken.deleteMany({ where: { organizationId, mcpServerId } });
  }

  /** Those of a server, which is locked, whose grace is over: they open nothing. */
  async removeEnded({ organizationId, db }: OrganizationTransaction, mcpServerId: string, now: Date): Promise<void> {
    await db.mcpServerOldToken.deleteMany({ where: { organizationId, mcpServerId, validUntil: { lte: now } } });
  }

  /** Those of all servers; what somebody else is just removing is left to them, so that nobody waits for another in a circle. */
  async removeAllEnded({ organizationId, db }: OrganizationTransaction, now: Date): Promise<void> {
    await db.$executeRaw`
      DELETE FROM mcp_server_old_tokens WHERE organization_id = ${organizationId}::uuid AND digest IN (
        SELECT digest FROM mcp_server_old_tokens WHERE organization_id = ${organizationId}::uuid
        AND valid_until <= ${now.toISOString()}::timestamptz FOR UPDATE SKIP LOCKED)`;
  }

  /** Moves a token's digest under another key; where it is gone meanwhile, nothing happens. */
  async replaceDigest(
    { organizationId, db }: OrganizationTransaction,
    id: string,
    from: readonly string[],
    to: string,
  ): Promise<void> {
    const digests = { in: [...from] };
    await db.mcpServer.updateMany({ where: { organizationId, id, tokenDigest: digests }, data: { tokenDigest: to } });
    await db.mcpServerOldToken.updateMany({
      where: { organizationId, mcpServerId: id, digest: digests },
      data: { digest: to },
    });
  }

  /** Writes what was not known of a token before it was used. */
  async fillFingerprint(
    { organizationId, db }: OrganizationTransaction,
    id: string,
    digests: readonly string[],
    fingerprint: string,
  ) {
    await db.$executeRaw`
      UPDATE mcp_servers SET fingerprint = ${fingerprint} WHERE organization_id = ${organizationId}::uuid
      AND id = ${id}::uuid AND token_digest = ANY (${[...digests]}) AND fingerprint IS NULL`;
  }
}
