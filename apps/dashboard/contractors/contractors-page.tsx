import { Stack } from '@mantine/core';
import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { nextEnd } from '../expiry/expiry.ts';
import { PageHeader } from '../frame/page-header.tsx';
import { Section } from '../frame/section.tsx';
import { apiTokensQuery } from '../people/people-queries.ts';
import { useNow } from '../records/moment.tsx';
import { IssueButton } from '../servers/issue-button.tsx';
import { type AccountServer, allServersQuery } from '../servers/server-queries.ts';
import { EmptyState } from '../states/empty-state.tsx';
import { PagesView } from '../states/pages-view.tsx';
import { QueryView } from '../states/query-view.tsx';
import { endedPagesQuery, endingAccess, isOver } from './contractor-queries.ts';
import { EndedTable } from './ended-table.tsx';
import { EndingTable } from './ending-table.tsx';

/** Access with an end, and access that has ended. */
export function ContractorsPage() {
  const queryClient = useQueryClient();
  const servers = useQuery(allServersQuery).data ?? [];
  const now = useNow(nextEnd(servers));
  const over = servers.filter((row) => isOver(row, now));
  // What has just ended has moved from one list to the other.
  useEffect(() => {
    if (over.length > 0) void queryClient.invalidateQueries({ queryKey: endedPagesQuery.queryKey });
  }, [over.length, queryClient]);
  return (
    <>
      <PageHeader
        title="Contractors"
        lead="Who has access until when, and what was done with access that is over."
        actions={<IssueButton />}
      />
      <Stack>
        <EndingSection now={now} />
        <EndedSection over={over} />
      </Stack>
    </>
  );
}

function EndingSection({ now }: { now: Date }) {
  const servers = useQuery(allServersQuery);
  const tokens = useQuery(apiTokensQuery);
  return (
    <Section title="Access with an end" lead="MCP servers and API tokens that stop by themselves, the next one first.">
      <QueryView query={servers}>
        {(serverRows) => (
          <QueryView query={tokens}>
            {(tokenRows) => {
              const rows = endingAccess(serverRows, tokenRows, now);
              return rows.length === 0 ? (
                <EmptyState title="All access is without an end">
                  Issue a URL with an expiry, or give one that there is an end: it is listed here until then.
                </EmptyState>
              ) : (
                <EndingTable rows={rows} />
              );
            }}
          </QueryView>
        )}
      </QueryView>
    </Section>
  );
}

function EndedSection({ over }: { over: readonly AccountServer[] }) {
  const ended = useInfiniteQuery(endedPagesQuery);
  const empty = (
    <EmptyState title="Nothing has ended yet">
      Access that expires or is revoked is listed here, with a report of what was done with it.
    </EmptyState>
  );
  return (
    <Section title="Ended" lead="Expired or revoked, the last one first. Of MCP servers, the reports stay.">
      <PagesView query={ended} rows={3} empty={empty}>
        {(rows) => <EndedTable rows={rows} over={over} />}
      </PagesView>
    </Section>
  );
}
