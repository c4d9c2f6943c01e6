import type { PrismaClient } from './generated/client.js';
import { DatabasePrivilegeError } from './prepare-database.js';
import { APPLICATION_ROLE } from './scoped-pool.js';

/** @throws DatabasePrivilegeError where statements run as another role than the application's, or see all rows. */
export async function checkProtected(db: PrismaClient): Promise<void> {
  const [found] = await db.$queryRaw<{ role: string; unprotected: string[] }[]>`
    SELECT current_user::text AS role, array(
      SELECT c.relname::text FROM pg_class c
      WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND c.relname <> '_prisma_migrations'
        AND NOT (row_security_active(c.oid) AND c.relforcerowsecurity)
      ORDER BY 1
    ) AS unprotected`;
  if (found?.role !== APPLICATION_ROLE)
    throw new DatabasePrivilegeError(
      `Statements run as ${found?.role} and not as ${APPLICATION_ROLE}, which keeps organizations apart. Whatever stands ` +
        'between the gateway and PostgreSQL must let a transaction set its role.',
    );
  if (found.unprotected.length > 0)
    throw new DatabasePrivilegeError(
      `Row-level security, which keeps organizations apart, is off for ${found.unprotected.join(', ')}. As the owner of the ` +
        `tables, run for each of them: ALTER TABLE … ENABLE ROW LEVEL SECURITY, FORCE ROW LEVEL SECURITY;`,
    );
}
