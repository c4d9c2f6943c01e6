import { Badge, Button, Group, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { expiryState } from '../expiry/expiry.ts';
import { EXPIRY_COLORS } from '../expiry/expiry-badge.tsx';
import { RevokeTokenDialog } from '../people/api-tokens-tab.tsx';
import { Dimmed } from '../records/dimmed.tsx';
import { Moment, useNow } from '../records/moment.tsx';
import { RecordName } from '../records/record-name.tsx';
import { actionsColumn, type Column, RecordTable, ROW_BUTTON } from '../records/record-table.tsx';
import { timeText } from '../records/time-words.ts';
import { ExtendDialog } from '../servers/extend-dialog.tsx';
import { filterWords } from '../servers/filter-words.ts';
import { RevokeDialog } from '../servers/server-actions.tsx';
import { ServerName } from '../servers/servers-table.tsx';
import { CallCount, LastCall } from '../servers/usage/server-cells.tsx';
import { useMay } from '../session/session-query.ts';
import { scopeWords, timeLeft } from './access-words.ts';
import { type EndingAccess, endedPagesQuery } from './contractor-queries.ts';
import { ExtendButton, ReportLink } from './row-buttons.tsx';

/** Calls of so many days are counted. */
const DAYS = 7;

const idOf = (row: EndingAccess) => (row.kind === 'mcp_server' ? row.server.id : row.token.id);

const COLUMNS: readonly Column<EndingAccess>[] = [
  { title: 'Name', cell: (row) => <AccessName row={row} /> },
  {
    title: 'May do',
    cell: (row) => (
      <Text size="sm" maw={240}>
        {row.kind === 'mcp_server' ? filterWords(row.server.config) : scopeWords(row.token.scopes)}
      </Text>
    ),
  },
  { title: 'Time left', cell: ({ expiresAt }) => <Countdown expiresAt={expiresAt} /> },
  {
    title: 'Last call',
    cell: (row) => {
      if (row.kind === 'mcp_server') return <LastCall serverId={row.server.id} />;
      return row.token.last_used_at === null ? <Dimmed>Not yet</Dimmed> : <Moment at={row.token.last_used_at} />;
    },
  },
  {
    title: `Calls, ${DAYS} days`,
    align: 'right',
    cell: (row) =>
      row.kind === 'mcp_server' ? <CallCount serverId={row.server.id} days={DAYS} /> : <Dimmed>Not counted</Dimmed>,
  },
];

function AccessName({ row }: { row: EndingAccess }) {
  if (row.kind === 'mcp_server') return <ServerName {...row} />;
  const { name, fingerprint } = row.token;
  return <RecordName name={name} to="/people?tab=api-tokens" place="API token" fingerprint={fingerprint} />;
}

function Countdown({ expiresAt }: { expiresAt: string }) {
  const now = useNow(expiresAt);
  const end = new Date(expiresAt);
  const state = expiryState(expiresAt, now);
  return (
    <div>
      <Badge color={EXPIRY_COLORS[state]}>{state === 'over' ? 'Expired' : timeLeft(end, now)}</Badge>
      <Text size="sm" c="dimmed" className="one-line">
        <time dateTime={expiresAt}>{timeText(end)}</time>
      </Text>
    </div>
  );
}

interface Chosen {
  readonly id: string;
  readonly to: 'extend' | 'end';
}

/** Access that ends by itself, with what can be done about it. */
export function EndingTable({ rows }: { rows: readonly EndingAccess[] }) {
  const queryClient = useQueryClient();
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const close = () => setChosen(null);
  // As it is now: a change is meant for what is shown.
  const row = rows.find((each) => idOf(each) === chosen?.id);
  const mayServers = useMay('mcp_servers:write');
  const mayTokens = useMay('api_tokens:write');
  const actions = actionsColumn<EndingAccess>((row) => (
    <RowActions row={row} may={row.kind === 'mcp_server' ? mayServers : mayTokens} onChosen={setChosen} />
  ));
  const closeToken = () => {
    close();
    void queryClient.invalidateQueries({ queryKey: endedPagesQuery.queryKey });
  };
  return (
    <>
      <RecordTable label="Access with an end" columns={[...COLUMNS, actions]} rows={rows} rowKey={idOf} isBare />
      {row?.kind === 'mcp_server' && (
        <>
          <ExtendDialog server={row.server} opened={chosen?.to === 'extend'} onClose={close} />
          <RevokeDialog server={row.server} opened={chosen?.to === 'end'} onClose={close} leadsTo="/contractors" />
        </>
      )}
      <RevokeTokenDialog token={row?.kind === 'api_token' ? row.token : null} onClose={closeToken} />
    </>
  );
}

interface RowActionsProps {
  readonly row: EndingAccess;
  readonly may: boolean;
  readonly onChosen: (chosen: Chosen) => void;
}

function RowActions({ row, may, onChosen }: RowActionsProps) {
  const name = row.kind === 'mcp_server' ? row.server.name : row.token.name;
  return (
    <Group gap={4} justify="flex-end" wrap="nowrap">
      {row.kind === 'mcp_server' && <ReportLink id={row.server.id} name={name} />}
      {may && row.kind === 'mcp_server' && (
        <ExtendButton name={name} onClick={() => onChosen({ id: idOf(row), to: 'extend' })} />
      )}
      {may && (
        <Button
          {...ROW_BUTTON}
          color="red"
          aria-label={`End now: ${name}`}
          onClick={() => onChosen({ id: idOf(row), to: 'end' })}
        >
          End now
        </Button>
      )}
    </Group>
  );
}
