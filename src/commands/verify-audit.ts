import type { INestApplicationContext } from '@nestjs/common';
import { AuditService, type ChainReport } from '../audit/audit.service.js';
import { DatabaseService } from '../database/database.service.js';
import { command } from './command.js';
import { type CommandLine, readArguments } from './command-line.js';

const LINE = {
  script: 'audit:verify',
  program: 'verify-audit.js',
  usage: '',
  about:
    'Verifies the chain of hashes of the audit trail of every organization, on the database that DATABASE_URL names. Prints for each how many events it has, and its first broken link, as JSON.',
  options: {},
  examples: [['', 'For example each night, by cron.']],
  ends: ['All chains hold.', 'A chain is broken, or could not be verified.'],
} as const satisfies CommandLine;

/** Verifies the audit chain of every organization; names the first broken link of each, and ends with 1 when there is one. */
const verify = async (app: INestApplicationContext) => {
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
};

command((args) => {
  readArguments(LINE, args);
  return verify;
});
