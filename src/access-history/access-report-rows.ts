import type { AccessReportView, ActorView, ChangeCallView, ClientCallsView } from './access-history.view.js';
import type { FieldChange } from './access-trail.js';

/** The columns of the CSV file, in this order. */
export const REPORT_COLUMNS = [
  ...(['part', 'what', 'effect', 'outcome', 'first_at', 'last_at'] as const),
  ...(['calls', 'errors', 'changes', 'rows', 'bytes', 'by', 'looker_id', 'detail'] as const),
];

type Count = 'calls' | 'errors' | 'changes' | 'rows' | 'bytes';

/** One line of a report as a table: which part of it, what it is about, and what is known of it. */
export type ReportRow = {
  readonly part: 'access' | 'event' | 'total' | 'tool' | 'day' | 'client' | 'change' | 'note';
  readonly what: string;
} & { readonly [Column in Exclude<(typeof REPORT_COLUMNS)[number], Count | 'part' | 'what'>]?: string | null } & {
  readonly [Column in Count]?: number;
};

/** The whole report, line by line; the changes come from where all of them are. */
export async function* reportRows(
  report: AccessReportView,
  changes: AsyncIterable<ChangeCallView>,
): AsyncGenerator<ReportRow> {
  yield* accessRows(report);
  yield* report.notes.map((detail): ReportRow => ({ part: 'note', what: 'not kept', detail }));
  for (const { at, action, by, changes: fields } of report.events)
    yield { part: 'event', what: action, first_at: at, by: nameOf(by), detail: fields.map(changeText).join('; ') };
  yield { part: 'total', what: 'all calls', ...report.total };
  for (const { tool_name, ...sums } of report.tools)
    yield { part: 'tool', what: tool_name ?? '(tools that it does not offer)', ...sums };
  for (const { day, ...sums } of report.days) yield { part: 'day', what: day, ...sums };
  for (const { client_name, client_version, api_token_id, api_token_name, ...sums } of report.clients) {
    const what = clientText({ client_name, client_version });
    yield { part: 'client', what, by: api_token_name ?? api_token_id, ...sums };
  }
  for await (const change of changes) yield changeRow(change);
}

function accessRows(report: AccessReportView): ReportRow[] {
  const { config, issued_by, ended_by } = report;
  const facts: [what: string, detail: string | null, by?: string | null][] = [
    ['name', report.name],
    ['id', report.mcp_server_id],
    ['account', report.account_name ?? report.integrated_account_id],
    ['URL ends in', report.fingerprint],
    ['issued', report.issued_at, nameOf(issued_by)],
    ['expires', report.expires_at ?? 'never'],
    ['ended', report.ended_at ?? 'not yet', nameOf(ended_by)],
    ...(report.ending === null ? [] : [['ending', report.ending] satisfies [string, string]]),
    ...Object.entries(config).map(([key, value]): [string, string] => [`config.${key}`, JSON.stringify(value)]),
    ['calls until', report.until],
    ['calls missing before', report.calls_missing_before ?? 'none'],
  ];
  return facts.map(([what, detail, by = null]) => ({ part: 'access', what, detail, by }));
}

const nameOf = (actor: ActorView | null): string | null => actor?.name ?? null;

const changeText = ({ field, before, after }: FieldChange): string => `${field}: ${before ?? '–'} → ${after ?? '–'}`;

const clientText = ({
  client_name,
  client_version,
}: Pick<ClientCallsView, 'client_name' | 'client_version'>): string =>
  client_name === null ? '(unknown)' : `${client_name} ${client_version ?? ''}`.trim();

const changeRow = (change: ChangeCallView): ReportRow => ({
  part: 'change',
  what: change.tool_name,
  effect: change.effect,
  outcome: change.status,
  first_at: change.at,
  last_at: change.at,
  calls: 1,
  errors: change.status === 'ok' ? 0 : 1,
  changes: change.status === 'ok' ? 1 : 0,
  by: change.client_name,
  looker_id: change.looker_record_id,
  detail: change.arguments === null ? null : JSON.stringify(change.arguments),
});
