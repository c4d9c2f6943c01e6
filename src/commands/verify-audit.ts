import { AuditService, type ChainReport } from '../audit/audit.service.js';
import { DatabaseService } from '../database/database.service.js';
import { command } from './command.js';

/** Verifies the audit chain of every organization; names the first broken link of each, and ends with 1 when there is one. */
command(() => async (app) => {
  const audit = app.get(AuditService, { strict: false });
  const reports: ChainReport[] = [];
  for (const id of await app.get(DatabaseService, { strict: false }).organizationIds())
    reports.push(await audit.verify(id));
  const output = reports.map(({ organizationId, events, broken }) => ({
    organization_id: organizationId,
    events,
    broken,
  }));
  return { output, isGood: reports.every(({ broken }) => broken === null) };
});
