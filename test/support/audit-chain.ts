import pg from 'pg';
import { linkHash } from '../../src/audit/audit-chain.js';
import { createId } from '../../src/database/ids.js';

const ROWS_AT_ONCE = 5000;

/** Adds events to an organization's chain in bulk, with right hashes, past the gateway. */
export async function appendEvents(databaseUrl: string, organizationId: string, count: number): Promise<void> {
  const client = new pg.Client(databaseUrl);
  await client.connect();
  try {
    const { rows } = await client.query('SELECT sequence, hash FROM audit_heads WHERE organization_id = $1', [
      organizationId,
    ]);
    let { sequence, hash } = rows[0] as { sequence: number; hash: string };
    for (let left = count; left > 0; left -= ROWS_AT_ONCE) {
      const links = Array.from({ length: Math.min(left, ROWS_AT_ONCE) }, () => {
        const link = {
          organizationId,
          sequence: ++sequence,
          id: createId(),
          at: new Date().toISOString(),
          action: 'mcp_server.changed',
          record: 'mcp_server',
          recordId: organizationId,
          actor: { kind: 'member', id: organizationId, name: 'ana@example.com', address: '203.0.113.7' },
          before: { name: `Agent ${sequence}` },
          after: { name: `Agent ${sequence + 1}` },
          previousHash: hash,
        };
        hash = linkHash(link);
        return { ...link, hash };
      });
      await client.query(
        `INSERT INTO audit_events (organization_id, sequence, id, at, action, record, record_id, actor, before, after, previous_hash, hash)
         SELECT "organizationId", sequence, id, at, action, record, "recordId", actor, before, after, "previousHash", hash
         FROM json_to_recordset($1) AS given ("organizationId" uuid, sequence int, id uuid, at timestamptz, action text, record text,
           "recordId" text, actor jsonb, before jsonb, after jsonb, "previousHash" text, hash text)`,
        [JSON.stringify(links)],
      );
    }
    await client.query('UPDATE audit_heads SET sequence = $2, hash = $3 WHERE organization_id = $1', [
      organizationId,
      sequence,
      hash,
    ]);
  } finally {
    await client.end();
  }
}
