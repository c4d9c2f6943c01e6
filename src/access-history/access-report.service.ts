import { Injectable } from '@nestjs/common';
import { isInAccountScope } from '../access/account-scope.js';
import type { Principal } from '../access/principal.js';
import { DatabaseService } from '../database/database.service.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';
import { AppError } from '../errors/app-error.js';
import { isRecord } from '../values/is-record.js';
import { type AccessReportView, type ChangeCallView, sumsView } from './access-history.view.js';
import { AccessReportRepository, type CallGroup, type ChangeCall } from './access-report.repository.js';
import { type ReportRow, reportRows } from './access-report-rows.js';
import { actorOf, fieldChanges, type ServerAccess, serverAccess, type TrailEvent } from './access-trail.js';

const CHANGES_SHOWN = 200;
/** One transaction each: the file of a long list holds none open. */
const CHANGES_READ_AT_ONCE = 1000;

/** What nobody could find out from what is kept. */
const NOT_KEPT = [
  'Answers of Looker are not kept, but for the ids of what was created or changed: which records were read cannot be told.',
  'From which networks the URL was used is not kept.',
];
const ARGUMENTS_NOT_KEPT =
  'The arguments of calls are not kept, only their digest: config.log_arguments is off. What was deleted, and what things were called, cannot be told.';

/** A report in rows, for a file. */
export interface ReportFile {
  readonly name: string;
  readonly rows: AsyncIterable<ReportRow>;
}

/** What one MCP server was for and what was done with it; also of one that is gone, from the audit trail and the call log. */
@Injectable()
export class AccessReportService {
  constructor(
    private readonly database: DatabaseService,
    private readonly reports: AccessReportRepository,
  ) {}

  /** @throws AppError `mcp_server.not_found` */
  async get(principal: Principal, serverId: string, now: Date): Promise<AccessReportView> {
    return this.database.report(principal.organizationId, async (tx) => {
      const events = await this.reports.listEvents(tx, 'mcp_server', serverId);
      const access = await this.accessOf(tx, events, now);
      if (access === undefined || !isInAccountScope(principal, access.server.integratedAccountId)) throw notFound();
      const groups = await this.reports.sum(tx, serverId, now);
      const horizon = await this.reports.findHorizon(tx, now);
      const window = { until: now, beforeId: undefined, take: CHANGES_SHOWN + 1 };
      const changes = await this.reports.listChanges(tx, serverId, window);
      return {
        mcp_server_id: serverId,
        ...accessView(access.server, access.accountName),
        until: now.toISOString(),
        calls_missing_before: access.server.issuedAt < horizon ? horizon.toISOString() : null,
        notes: access.server.config.log_arguments ? NOT_KEPT : [...NOT_KEPT, ARGUMENTS_NOT_KEPT],
        events: events.map(eventView),
        ...groupViews(groups, await this.reports.findTokenNames(tx, tokenIds(groups))),
        changes: changes.slice(0, CHANGES_SHOWN).map(changeView),
        changes_are_all: changes.length <= CHANGES_SHOWN,
      };
    });
  }

  /**
   * The same with all changes, which are read while the file is written.
   * @throws AppError `mcp_server.not_found`
   */
  async getFile(principal: Principal, serverId: string, now: Date): Promise<ReportFile> {
    const report = await this.get(principal, serverId, now);
    const rows = reportRows(report, this.allChanges(principal.organizationId, serverId, now));
    return { name: fileName(report.name, now), rows };
  }

  /** The server by its events, and the name of its account; undefined where there never was one. */
  private async accessOf(
    tx: OrganizationTransaction,
    events: readonly TrailEvent[],
    now: Date,
  ): Promise<{ server: ServerAccess; accountName: string | null } | undefined> {
    const known = serverAccess(events, undefined, now);
    if (known === undefined) return undefined;
    const name = await this.reports.findAccountName(tx, known.integratedAccountId);
    if (name !== undefined) return { server: known, accountName: name };
    const accountEvents = await this.reports.listEvents(tx, 'integrated_account', known.integratedAccountId);
    const deleted = accountEvents.find(({ action }) => action === 'integrated_account.deleted');
    return { server: serverAccess(events, deleted, now) ?? known, accountName: nameIn(deleted?.before) };
  }

  private async *allChanges(organizationId: string, serverId: string, until: Date): AsyncGenerator<ChangeCallView> {
    let beforeId: string | undefined;
    for (;;) {
      const window = { until, beforeId, take: CHANGES_READ_AT_ONCE };
      const changes = await this.database.report(organizationId, (tx) =>
        this.reports.listChanges(tx, serverId, window),
      );
      yield* changes.map(changeView);
      if (changes.length < CHANGES_READ_AT_ONCE) return;
      beforeId = changes.at(-1)?.id;
    }
  }
}

const notFound = () =>
  new AppError('mcp_server.not_found', 'There is no MCP server with this id, and there was none that is known of.');

const nameIn = (view: unknown): string | null => (isRecord(view) && 'name' in view ? String(view.name) : null);

const tokenIds = (groups: readonly CallGroup[]): string[] => [
  ...new Set(groups.flatMap(({ api_token_id }) => (api_token_id === null ? [] : [api_token_id]))),
];

const accessView = (server: ServerAccess, accountName: string | null) => ({
  name: server.name,
  integrated_account_id: server.integratedAccountId,
  fingerprint: server.fingerprint,
  account_name: accountName,
  config: server.config,
  issued_at: server.issuedAt.toISOString(),
  issued_by: server.issuedBy,
  expires_at: server.expiresAt?.toISOString() ?? null,
  ended_at: server.end?.at.toISOString() ?? null,
  ending: server.end?.ending ?? null,
  ended_by: server.end?.by ?? null,
});

const eventView = (event: TrailEvent) => ({
  at: event.at.toISOString(),
  action: event.action,
  by: actorOf(event.actor),
  changes: fieldChanges(event),
});

const NO_CALLS = { calls: 0, errors: 0, changes: 0, rows: 0, bytes: 0, first_at: null, last_at: null };

function groupViews(groups: readonly CallGroup[], tokenNames: ReadonlyMap<string, string>) {
  const of = (part: CallGroup['part']) => groups.filter((group) => group.part === part);
  return {
    total: sumsView(of('all')[0] ?? NO_CALLS),
    tools: of('tool').map((group) => ({ tool_name: group.tool, effect: group.effect, ...sumsView(group) })),
    days: of('day').map((group) => ({ day: group.day ?? '', ...sumsView(group) })),
    clients: of('client').map((group) => ({
      client_name: group.client_name,
      client_version: group.client_version,
      api_token_id: group.api_token_id,
      api_token_name: tokenNames.get(group.api_token_id ?? '') ?? null,
      ...sumsView(group),
    })),
  };
}

const changeView = (call: ChangeCall): ChangeCallView => ({ ...call, at: call.at.toISOString() });

/** Letters and digits only: the name goes into a header, and onto any file system. */
function fileName(serverName: string, now: Date): string {
  const plain = serverName
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-');
  return `access-report-${plain.replaceAll(/^-|-$/g, '').slice(0, 60) || 'server'}-${now.toISOString().slice(0, 10)}.csv`;
}
