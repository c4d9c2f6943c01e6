import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ExpiryBadge } from '../expiry/expiry-badge.tsx';
import { EndsIn } from '../records/fingerprint.tsx';
import { type Column, RecordTable } from '../records/record-table.tsx';
import { filterWords } from './filter-words.ts';
import type { AccountServer } from './server-queries.ts';
import { CallsPerDay, LastCall } from './usage/server-cells.tsx';

const count = (number: number) => number.toLocaleString('en');

const COLUMNS: readonly Column<AccountServer>[] = [
  {
    title: 'Name',
    cell: ({ server, account }) => (
      <Stack gap={0}>
        <Anchor component={Link} to={`/servers/${account.id}/${server.id}`} fw={600} className="long-text">
          {server.name}
        </Anchor>
        <Text size="sm" c="dimmed">
          {account.name}
          <EndsIn fingerprint={server.fingerprint} />
        </Text>
      </Stack>
    ),
  },
  {
    title: 'May use',
    cell: ({ server: { config, tools } }) => (
      <Stack gap={0} maw={280}>
        <span>{filterWords(config)}</span>
        <Text size="sm" c="dimmed">
          {count(tools.count)} {tools.count === 1 ? 'tool' : 'tools'}, {count(tools.tokens)} tokens
          {config.require_api_token_auth && ', second factor'}
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
