import { Button, Pagination, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { accountsQuery } from '../accounts/account-queries.ts';
import { ConnectFirst } from '../accounts/connect-first.tsx';
import { nextEnd } from '../expiry/expiry.ts';
import { PageHeader } from '../frame/page-header.tsx';
import { useNow } from '../records/moment.tsx';
import { StartNotice } from '../start/start-notice.tsx';
import { EmptyState } from '../states/empty-state.tsx';
import { QueryView } from '../states/query-view.tsx';
import { IssueButton } from './issue-button.tsx';
import { ServerFilters } from './server-filters.tsx';
import { type AccountServer, allServersQuery } from './server-queries.ts';
import { type ServerSearch, searchServers } from './server-search.ts';
import { ServersTable } from './servers-table.tsx';
import { serversUseQuery } from './usage/usage-queries.ts';

const ROWS = 25;
/** A handful is seen at a glance. */
const SEARCHED_FROM = 6;

/** Every MCP URL of the organization. */
export function ServersPage() {
  const servers = useQuery(allServersQuery);
  return (
    <>
      <PageHeader
        title="MCP servers"
        lead="Each is one URL that leads an MCP client to Looker, with only the tools that it allows."
        actions={servers.data?.length !== 0 && <IssueButton />}
      />
      <StartNotice />
      <QueryView query={servers} empty={<NoServers />}>
        {(rows) => <SearchedServers rows={rows} />}
      </QueryView>
    </>
  );
}

function NoServers() {
  const { data } = useQuery(accountsQuery);
  const hasAccount = data !== undefined && data.length > 0;
  return hasAccount ? (
    <EmptyState title="No URL is issued yet" action={<IssueButton />}>
      Choose what a person, an agent or a contractor may do and until when, and give them the URL.
    </EmptyState>
  ) : (
    <ConnectFirst />
  );
}

function SearchedServers({ rows }: { rows: readonly AccountServer[] }) {
  const search: ServerSearch = useSearch({ from: '/signed-in/servers' });
  const navigate = useNavigate();
  const use = useQuery(serversUseQuery);
  const isSearched = Object.keys(search).length > 0;
  const now = useNow(nextEnd(rows));
  const found = searchServers(rows, search, use.data ?? new Map(), now);
  const pages = Math.ceil(found.length / ROWS);
  const page = Math.min(Math.max(Number(search.page) || 1, 1), Math.max(pages, 1));
  const set = (change: Partial<Record<keyof ServerSearch, string | null>>) => {
    const entries = Object.entries({ ...search, page: null, ...change }).filter(([, value]) => value);
    void navigate({ to: '/servers', search: Object.fromEntries(entries), replace: change.name !== undefined });
  };
  return (
    <Stack>
      {(rows.length >= SEARCHED_FROM || isSearched) && <ServerFilters rows={rows} search={search} onChange={set} />}
      {found.length === 0 ? (
        <EmptyState
          title="No server passes these filters"
          action={
            <Button component={Link} to="/servers" variant="default">
              Show all
            </Button>
          }
        >
          Try a part of the name, the last four characters of the URL, or another account or state.
        </EmptyState>
      ) : (
        <ServersTable rows={found.slice((page - 1) * ROWS, page * ROWS)} />
      )}
      {pages > 1 && (
        <Pagination
          total={pages}
          value={page}
          onChange={(chosen) => set({ page: String(chosen) })}
          getItemProps={(number) => ({ 'aria-label': `Page ${number}` })}
          getControlProps={(control) => ({ 'aria-label': `${control} page` })}
        />
      )}
    </Stack>
  );
}
