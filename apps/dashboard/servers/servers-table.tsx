import { Stack, Text } from '@mantine/core';
import { ExpiryBadge } from '../expiry/expiry-badge.tsx';
import { amount, counted } from '../records/amounts.ts';
import { RecordName } from '../records/record-name.tsx';
import { type Column, RecordTable } from '../records/record-table.tsx';
import { filterWords } from './filter-words.ts';
import type { AccountServer } from './server-queries.ts';
import { CallsPerDay, LastCall } from './usage/server-cells.tsx';

export function ServerName({ server, account }: AccountServer) {
  const { id, name, fingerprint } = server;
  return <RecordName name={name} to={`/servers/${account.id}/${id}`} place={account.name} fingerprint={fingerprint} />;
}

const COLUMNS: readonly Column<AccountServer>[] = [
  {
    title: 'Name',
    cell: (row) => <ServerName {...row} />,
  },
  {
    title: 'May use',
    cell: ({ server: { config, tools } }) => (
      <Stack gap={0} maw={280}>
        <span>{filterWords(config)}</span>
        <Text size="sm" c="dimmed">
          {counted(tools.count, 'tool')}, {amount(tools.tokens)} tokens
          {config.auth === 'api_token' && ', second factor'}
          {config.auth === 'oauth' && ', with sign-in'}
        </Text>
      </Stack>
    ),
  },
  { title: 'Expires', cell: ({ server }) => <ExpiryBadge expiresAt={server.expires_at} /> },
  { title: 'Last call', cell: ({ server }) => <LastCall serverId={server.id} /> },
  { title: 'Last 14 days', cell: ({ server }) => <CallsPerDay serverId={server.id} /> },
];

export function ServersTable({ rows, isBare = false }: { rows: readonly AccountServer[]; isBare?: boolean }) {
  return (
    <RecordTable label="MCP servers" columns={COLUMNS} rows={rows} rowKey={({ server }) => server.id} isBare={isBare} />
  );
}
