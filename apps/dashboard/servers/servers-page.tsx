import { Button, Group, Pagination, Select, Stack, TextInput } from '@mantine/core';
import { MagnifyingGlassIcon, PlusIcon } from '@radix-ui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { accountsQuery } from '../accounts/account-queries.ts';
import { useMay } from '../session/session-query.ts';
import { EmptyState } from '../shell/empty-state.tsx';
import { PageHeader } from '../shell/page-header.tsx';
import { QueryView } from '../shell/query-view.tsx';
import { StartNotice } from '../start/start-notice.tsx';
import { type AccountServer, allServersQuery } from './server-queries.ts';
import { ServersTable } from './servers-table.tsx';

/** Each row asks for its own calls; so many ask at once. */
const ROWS = 25;
/** A handful is seen at a glance. */
const SEARCHED_FROM = 6;

/** Every MCP URL of the organization. */
export function ServersPage() {
  const servers = useQuery(allServersQuery);
  const may = useMay('mcp_servers:write');
  const issue = may && (
    <Button component={Link} to="/servers/new" leftSection={<PlusIcon />}>
      Issue a URL
    </Button>
  );
  return (
    <>
      <PageHeader
        title="MCP servers"
        lead="Each is one URL that leads an MCP client to Looker, with only the tools that it allows."
        actions={servers.data?.length !== 0 && issue}
      />
      <StartNotice />
      <QueryView query={servers}>
        {(rows) => (rows.length === 0 ? <NoServers issue={issue} /> : <SearchedServers rows={rows} />)}
      </QueryView>
    </>
  );
}

function NoServers({ issue }: { issue: React.ReactNode }) {
  const { data } = useQuery(accountsQuery);
  const hasAccount = data !== undefined && data.length > 0;
  return hasAccount ? (
    <EmptyState title="No URL is issued yet" action={issue}>
      Choose what a person, an agent or a contractor may do and until when, and give them the URL.
    </EmptyState>
  ) : (
    <EmptyState
      title="Connect a Looker instance first"
      action={
        <Button component={Link} to="/accounts">
          Go to the integrated accounts
        </Button>
      }
    >
      URLs are issued on top of an integrated account.
    </EmptyState>
  );
}

function SearchedServers({ rows }: { rows: readonly AccountServer[] }) {
  const [text, setText] = useState('');
  const [accountId, setAccountId] = useState<string | null>(null);
  const [page, setPage] = useState(1);
  const accounts = [...new Map(rows.map(({ account }) => [account.id, account.name]))];
  const found = rows.filter(
    ({ server, account }) =>
      server.name.toLowerCase().includes(text.toLowerCase()) && (accountId === null || account.id === accountId),
  );
  const pages = Math.ceil(found.length / ROWS);
  const current = Math.min(page, Math.max(pages, 1));
  return (
    <Stack>
      {rows.length >= SEARCHED_FROM && (
        <Group>
          <TextInput
            aria-label="Find by name"
            placeholder="Find by name"
            leftSection={<MagnifyingGlassIcon />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {accounts.length > 1 && (
            <Select
              aria-label="Integrated account"
              placeholder="All accounts"
              clearable
              data={accounts.map(([value, label]) => ({ value, label }))}
              value={accountId}
              onChange={setAccountId}
            />
          )}
        </Group>
      )}
      {found.length === 0 ? (
        <EmptyState title="Nothing has this name">Try a part of it, or another account.</EmptyState>
      ) : (
        <ServersTable rows={found.slice((current - 1) * ROWS, current * ROWS)} />
      )}
      {pages > 1 && <Pagination total={pages} value={current} onChange={setPage} />}
    </Stack>
  );
}
