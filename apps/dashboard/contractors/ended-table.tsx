import { Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Dimmed } from '../records/dimmed.tsx';
import { Moment } from '../records/moment.tsx';
import { RecordName } from '../records/record-name.tsx';
import { actionsColumn, type Column, RecordTable } from '../records/record-table.tsx';
import { ExtendDialog } from '../servers/extend-dialog.tsx';
import type { AccountServer } from '../servers/server-queries.ts';
import { useMay } from '../session/session-query.ts';
import { actorWords, allowedWords, ENDING_WORDS } from './access-words.ts';
import type { EndedAccess } from './contractor-queries.ts';
import { ExtendButton, ReportLink } from './row-buttons.tsx';

const placeOf = ({ kind, account_name }: EndedAccess) =>
  kind === 'api_token'
    ? `API token${account_name === null ? '' : `, ${account_name}`}`
    : (account_name ?? 'MCP server');

const COLUMNS: readonly Column<EndedAccess>[] = [
  {
    title: 'Name',
    cell: (row) => <RecordName name={row.name} place={placeOf(row)} fingerprint={row.fingerprint} />,
  },
  {
    title: 'Was allowed',
    cell: (row) => (
      <Text size="sm" maw={260}>
        {allowedWords(row)}
      </Text>
    ),
  },
  {
    title: 'Issued',
    cell: ({ issued_at, issued_by }) => (
      <Stack gap={0}>
        <Moment at={issued_at} form="absolute" />
        <Text size="sm" c="dimmed" className="long-text">
          by {actorWords(issued_by)}
        </Text>
      </Stack>
    ),
  },
  {
    title: 'Ended',
    cell: ({ ended_at, ending, ended_by }) => (
      <Stack gap={0}>
        <Moment at={ended_at} form="absolute" />
        <Text size="sm" c="dimmed" className="long-text">
          {ENDING_WORDS[ending]}
          {ended_by !== null && `, by ${actorWords(ended_by)}`}
        </Text>
      </Stack>
    ),
  },
  {
    title: 'Last call',
    cell: ({ kind, last_call_at }) => {
      if (kind === 'api_token') return <Dimmed>Not logged</Dimmed>;
      return last_call_at === null ? <Dimmed>None</Dimmed> : <Moment at={last_call_at} />;
    },
  },
  actionsColumn(({ kind, id, name }) => kind === 'mcp_server' && <ReportLink id={id} name={name} />),
];

const extendColumn = (over: readonly AccountServer[], extend: (id: string) => void) =>
  actionsColumn<EndedAccess>(
    ({ id, name }) =>
      over.some(({ server }) => server.id === id) && <ExtendButton name={name} onClick={() => extend(id)} />,
    'Expiry',
  );

interface EndedTableProps {
  readonly rows: readonly EndedAccess[];
  /** Servers that have expired and are still there: to extend one brings its URL back. */
  readonly over: readonly AccountServer[];
}

/** Access that is over. */
export function EndedTable({ rows, over }: EndedTableProps) {
  const [extended, setExtended] = useState<string | null>(null);
  const may = useMay('mcp_servers:write') && over.length > 0;
  const columns = may ? [...COLUMNS, extendColumn(over, setExtended)] : COLUMNS;
  const row = over.find(({ server }) => server.id === extended);
  return (
    <>
      <RecordTable label="Ended access" columns={columns} rows={rows} rowKey={({ id }) => id} isBare />
      {row !== undefined && <ExtendDialog server={row.server} opened onClose={() => setExtended(null)} />}
    </>
  );
}
