import { Anchor, SegmentedControl, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { PageHeader } from '../../frame/page-header.tsx';
import { Section } from '../../frame/section.tsx';
import { EmptyState } from '../../states/empty-state.tsx';
import { QueryView } from '../../states/query-view.tsx';
import { type Server, serverQuery } from '../server-queries.ts';
import { ComparisonSection } from './comparison-section.tsx';
import { type LeastPrivilege, leastPrivilegeQuery } from './least-privilege-queries.ts';
import { Narrowing } from './narrowing.tsx';
import { daysWord } from './privilege-words.ts';
import { UsedToolsSection } from './used-tools-section.tsx';

const ROUTE = '/signed-in/servers/$accountId/$serverId/least-privilege';
const PERIODS = [7, 30, 90];

/** What one server may do against what it needed, and how to leave it no more than that. */
export function LeastPrivilegePage() {
  const { accountId, serverId } = useParams({ from: ROUTE });
  const server = useQuery(serverQuery(accountId, serverId));
  return <QueryView query={server}>{(found) => <LeastPrivilegeView server={found} />}</QueryView>;
}

function LeastPrivilegeView({ server }: { server: Server }) {
  const { days } = useSearch({ from: ROUTE });
  const { id: serverId, integrated_account_id: accountId } = server;
  const report = useQuery(leastPrivilegeQuery({ accountId, serverId, days }));
  return (
    <>
      <PageHeader
        title={`What ${server.name} needs`}
        back={{ to: '/servers/$accountId/$serverId', label: server.name }}
        lead="Its calls show what it needs. Take away what it never used, so that less can go wrong."
        actions={<PeriodChoice days={days ?? report.data?.days} daysMax={report.data?.days_max} />}
      />
      <QueryView query={report}>{(found) => <Found server={server} report={found} />}</QueryView>
    </>
  );
}

function PeriodChoice({ days, daysMax = 30 }: { days: number | undefined; daysMax: number | undefined }) {
  const navigate = useNavigate({ from: '/servers/$accountId/$serverId/least-privilege' });
  const kept = [...PERIODS.filter((period) => period <= daysMax), daysMax, ...(days === undefined ? [] : [days])];
  const periods = [...new Set(kept)].sort((left, right) => left - right);
  return (
    <SegmentedControl
      size="xs"
      aria-label="Period"
      data={periods.map((period) => ({ value: String(period), label: daysWord(period) }))}
      value={String(days ?? '')}
      onChange={(value) => void navigate({ search: { days: Number(value) }, replace: true })}
    />
  );
}

function Found({ server, report }: { server: Server; report: LeastPrivilege }) {
  if (report.used_tools.length === 0) return <NoUse server={server} report={report} />;
  const suggestion = report.suggestions.by_name ?? report.suggestions.by_area;
  return (
    <Stack>
      <ComparisonSection report={report} />
      {suggestion === null ? (
        <NothingToNarrow report={report} />
      ) : (
        // Another report, or another config, begins anew.
        <Narrowing
          key={JSON.stringify([report.days, report.suggestions, server.config])}
          server={server}
          report={report}
          suggestion={suggestion}
        />
      )}
      <UsedToolsSection report={report} />
    </Stack>
  );
}

function NothingToNarrow({ report: { needed_count } }: { report: LeastPrivilege }) {
  return (
    <Section title="Nothing to take away">
      {needed_count === 0
        ? 'None of its calls worked in these days, so they do not show what it needs.'
        : 'It needed every tool that it may use.'}
    </Section>
  );
}

function NoUse({ server, report }: { server: Server; report: LeastPrivilege }) {
  return (
    <EmptyState
      title="Let it be used for some days first"
      action={
        <Anchor component={Link} to={`/servers/${server.integrated_account_id}/${server.id}`}>
          Back to {server.name}
        </Anchor>
      }
    >
      It called no tool of Looker in {daysWord(report.days)}. Once it has, its calls show here what it needs, and what
      can be taken away.
    </EmptyState>
  );
}
