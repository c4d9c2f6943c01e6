import { Injectable } from '@nestjs/common';
import type { OrganizationTransaction } from '../database/organization-transaction.js';

/** What is known of a token and of its record, which may be gone. */
export interface TokenFound {
  readonly kind: 'mcp_server' | 'api_token';
  readonly id: string;
  readonly name: string;
  readonly account_id: string | null;
  readonly account_name: string | null;
  readonly exists: boolean;
  /** Whether it is the token that the record has now. */
  readonly is_current: boolean;
  readonly expires_at: Date | null;
  /** Until when it works, or worked, beside the one that replaced it; null: it does not. */
  readonly grace_until: Date | null;
  /** Until when it was to work when it was replaced, where the trail tells: a later rotation may have ended it sooner. */
  readonly replaced_until: Date | null;
  /** When its record was removed, by itself or together with its account. */
  readonly removed_at: Date | null;
}

@Injectable()
export class TokenSearchRepository {
  /**
   * One query, whatever is found: another organization's token takes the same work as one that never was.
   * @param digests of the one token, under each master key.
   * @param fingerprint of the same token, by which the trail knows the event that issued it; of older ones it knows the time only.
   */
  async find(
    { organizationId, db }: OrganizationTransaction,
    digests: readonly string[],
    fingerprint: string,
  ): Promise<TokenFound | null> {
    const [found] = await db.$queryRaw<TokenFound[]>`
      WITH token AS (
        SELECT kind, record_id, noted_at FROM issued_tokens
        WHERE organization_id = ${organizationId}::uuid AND digest = ANY (${[...digests]}) LIMIT 1
      ),
      record AS (
        SELECT id, name, integrated_account_id, token_digest AS digest, expires_at FROM mcp_servers
        WHERE organization_id = ${organizationId}::uuid AND id = (SELECT record_id FROM token)
        UNION ALL
        SELECT id, name, integrated_account_id, digest, expires_at FROM api_tokens
        WHERE organization_id = ${organizationId}::uuid AND id = (SELECT record_id FROM token)
      ),
      trail AS (
        SELECT e.sequence, e.action, e.at, e.before, e.after FROM audit_events e JOIN token ON e.record = token.kind
        WHERE e.organization_id = ${organizationId}::uuid AND e.record_id = token.record_id::text
      ),
      latest AS (SELECT action, at, coalesce(after, before) AS seen FROM trail ORDER BY sequence DESC LIMIT 1),
      replaced AS (
        SELECT at + make_interval(secs => coalesce((after->>'grace_seconds')::int, 0)) AS until FROM trail
        WHERE action = 'mcp_server.rotated' AND sequence > coalesce(
          (SELECT max(sequence) FROM trail
            WHERE action IN ('mcp_server.created', 'mcp_server.rotated') AND after->>'fingerprint' = ${fingerprint}),
          (SELECT max(sequence) FROM trail WHERE at <= (SELECT noted_at FROM token)))
        ORDER BY sequence LIMIT 1
      ),
      account AS (
        SELECT coalesce(record.integrated_account_id::text, latest.seen->>'integrated_account_id') AS id
        FROM token LEFT JOIN record ON true LEFT JOIN latest ON true
      ),
      account_removed AS (
        SELECT e.at, e.before->>'name' AS name FROM audit_events e JOIN account ON e.record_id = account.id
        WHERE e.organization_id = ${organizationId}::uuid AND e.record = 'integrated_account'
          AND e.action = 'integrated_account.deleted' LIMIT 1
      )
      SELECT token.kind, token.record_id AS id, coalesce(record.name, latest.seen->>'name', '') AS name,
        account.id AS account_id,
        coalesce((SELECT name FROM integrated_accounts WHERE organization_id = ${organizationId}::uuid
          AND id = account.id::uuid), account_removed.name) AS account_name,
        record.id IS NOT NULL AS exists,
        coalesce(record.digest = ANY (${[...digests]}), false) AS is_current,
        coalesce(record.expires_at, CASE WHEN record.id IS NULL THEN (latest.seen->>'expires_at')::timestamptz END) AS expires_at,
        (SELECT valid_until FROM mcp_server_old_tokens WHERE organization_id = ${organizationId}::uuid
          AND mcp_server_id = token.record_id AND digest = ANY (${[...digests]})) AS grace_until,
        replaced.until AS replaced_until,
        CASE WHEN record.id IS NULL THEN
          CASE WHEN latest.action IN ('mcp_server.deleted', 'mcp_server.expired', 'api_token.revoked') THEN latest.at
            ELSE account_removed.at END
        END AS removed_at
      FROM token LEFT JOIN record ON true LEFT JOIN latest ON true LEFT JOIN replaced ON true
        LEFT JOIN account ON true LEFT JOIN account_removed ON true`;
    return found ?? null;
  }
}
