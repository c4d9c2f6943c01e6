import { Group, Select, Stack, TextInput } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { allServersQuery } from '../servers/server-queries.ts';
import { EmptyState } from '../states/empty-state.tsx';
import { PagesView } from '../states/pages-view.tsx';
import { CALL_STATUSES, type CallFilter, callPagesQuery, readCalls } from './call-queries.ts';
import { CallsTable } from './calls-table.tsx';
import { ExportMenu } from './export-menu.tsx';
import { useLiveCallPages } from './live-call-pages.ts';
import { LiveControl } from './live-control.tsx';

const STATUSES = Object.entries(CALL_STATUSES).map(([value, { label }]) => ({ value, label }));

/** How wide a filter is; on a phone each has a line of its own. */
const FILTER = { w: { base: '100%', xs: 200 } };

const NO_CALLS = (
  <EmptyState title="No such calls">
    Nothing was called that passes these filters, as far as the log goes back.
  </EmptyState>
);

/** The call log, filtered by what the address says. */
export function CallsTab() {
  const { server, account, tool, status } = useSearch({ from: '/signed-in/activity' });
  const filter: CallFilter = { server, account, tool, status };
  const calls = useInfiniteQuery(callPagesQuery(filter));
  const [isPaused, setPaused] = useState(false);
  const live = useLiveCallPages(filter, isPaused);
  const servers = useQuery(allServersQuery);
  const names = new Map(servers.data?.map((row) => [row.server.id, row.server.name]));
  return (
    <Stack>
      <Group align="flex-end" justify="space-between">
        <CallFilters filter={filter} />
        <Group gap="sm">
          <LiveControl isPaused={isPaused} onPausedChange={setPaused} {...live} />
          <ExportMenu
            name="tool-calls"
            load={(cursor) => readCalls(filter, { limit: 100, ...(cursor !== null && { next_cursor: cursor }) })}
          />
        </Group>
      </Group>
      <PagesView query={calls} rows={8} empty={NO_CALLS}>
        {(rows) => <CallsTable calls={rows} serverNames={names} />}
      </PagesView>
    </Stack>
  );
}

function CallFilters({ filter }: { filter: CallFilter }) {
  const navigate = useNavigate();
  const servers = useQuery(allServersQuery);
  const known = servers.data?.map(({ server }) => ({ value: server.id, label: server.name })) ?? [];
  const isUnknown = filter.server !== undefined && !known.some(({ value }) => value === filter.server);
  const options = isUnknown ? [...known, { value: filter.server ?? '', label: 'A revoked server' }] : known;
  const set = (change: Partial<Record<keyof CallFilter, string | null>>) => {
    const entries = Object.entries({ ...filter, ...change }).filter(([, value]) => value);
    void navigate({ to: '/activity', search: Object.fromEntries(entries) });
  };
  return (
    <Group align="flex-end" w={{ base: '100%', xs: 'auto' }}>
      <Select
        label="MCP server"
        {...FILTER}
        placeholder="All"
        clearable
        searchable
        data={options}
        value={filter.server ?? null}
        onChange={(server) => set({ server })}
      />
      <Select
        label="Result"
        {...FILTER}
        placeholder="All"
        clearable
        data={STATUSES}
        value={filter.status ?? null}
        onChange={(status) => set({ status })}
      />
      <TextInput
        key={filter.tool}
        label="Tool"
        {...FILTER}
        placeholder="Whole name, then Enter"
        defaultValue={filter.tool ?? ''}
        onBlur={(event) => set({ tool: event.currentTarget.value.trim() })}
        onKeyDown={(event) => event.key === 'Enter' && set({ tool: event.currentTarget.value.trim() })}
      />
    </Group>
  );
}
