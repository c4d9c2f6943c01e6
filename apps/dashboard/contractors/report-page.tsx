import { Badge, Button, Stack } from '@mantine/core';
import { DownloadIcon } from '@radix-ui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { PageHeader } from '../frame/page-header.tsx';
import { Section } from '../frame/section.tsx';
import { amount, sizeWords } from '../records/amounts.ts';
import { Facts } from '../records/facts.tsx';
import { Fingerprint } from '../records/fingerprint.tsx';
import { Moment } from '../records/moment.tsx';
import { Sentences } from '../records/sentences.tsx';
import { timeText } from '../records/time-words.ts';
import { permissionSentences } from '../servers/filter-words.ts';
import { QueryView } from '../states/query-view.tsx';
import { actorWords, ENDING_WORDS } from './access-words.ts';
import { type AccessReport, reportFileAddress, reportQuery } from './contractor-queries.ts';
import { ChangesSection, ClientsSection, DaysSection, EventsSection, ToolsSection } from './report-sections.tsx';

/** What one MCP server was for and what was done with it, also when it is gone. */
export function ReportPage() {
  const { serverId } = useParams({ from: '/signed-in/contractors/$serverId' });
  const query = useQuery(reportQuery(serverId));
  return <QueryView query={query}>{(report) => <ReportView report={report} />}</QueryView>;
}

function ReportView({ report }: { report: AccessReport }) {
  const { mcp_server_id: id, integrated_account_id: accountId, ending } = report;
  return (
    <>
      <PageHeader
        title={report.name}
        back={{ to: '/contractors', label: 'Contractors' }}
        badge={
          <Badge color={ending === null ? 'teal' : 'gray'}>
            {ending === null ? 'Has access' : ENDING_WORDS[ending]}
          </Badge>
        }
        lead="Access report: what this URL was for, and all that is kept of what was done with it."
        actions={
          <>
            <Button component="a" href={reportFileAddress(id)} download leftSection={<DownloadIcon />}>
              Download CSV
            </Button>
            {ending === null && (
              <Button component={Link} to={`/servers/${accountId}/${id}`} variant="default">
                Show the server
              </Button>
            )}
          </>
        }
      />
      <Stack>
        <AccessSection report={report} />
        <FiguresSection report={report} />
        <ChangesSection report={report} />
        <ToolsSection tools={report.tools} />
        <DaysSection days={report.days} />
        <ClientsSection clients={report.clients} />
        <EventsSection events={report.events} />
        <Section title="What this report cannot tell">
          <Sentences sentences={missingWords(report)} />
        </Section>
      </Stack>
    </>
  );
}

const missingWords = ({ calls_missing_before: before, notes }: AccessReport): readonly string[] =>
  before === null
    ? notes
    : [
        `Calls before ${timeText(new Date(before))} are no longer in the log: the organization keeps them so long.`,
        ...notes,
      ];

function AccessSection({ report }: { report: AccessReport }) {
  const { account_name, fingerprint, issued_at, issued_by, expires_at, ended_at, ending, ended_by, config } = report;
  return (
    <Section title={ending === null ? 'What it may do' : 'What it was allowed to do'}>
      <Sentences sentences={permissionSentences(config)} />
      <Facts
        facts={[
          ['Leads to', account_name ?? 'an account that is gone'],
          ...(fingerprint === null ? [] : [['URL ends in', <Fingerprint key="url" text={fingerprint} />] as const]),
          ['Issued', <Moment key="issued" at={issued_at} form="absolute" />],
          ['Issued by', actorWords(issued_by)],
          ended_at === null || ending === null
            ? ['Ends', expires_at === null ? 'Never' : <Moment key="ends" at={expires_at} form="absolute" />]
            : ['Ended', <Moment key="ended" at={ended_at} form="absolute" />],
          ...(ending === null ? [] : [['How it ended', ENDING_WORDS[ending]] as const]),
          ...(ended_by === null ? [] : [['Ended by', actorWords(ended_by)] as const]),
        ]}
      />
    </Section>
  );
}

function FiguresSection({ report: { total, until } }: { report: AccessReport }) {
  return (
    <Section title="All of its calls" lead={`Up to ${timeText(new Date(until))}.`}>
      <Facts
        facts={[
          ['Calls', amount(total.calls)],
          ['Errors', amount(total.errors)],
          ['Changes in Looker', amount(total.changes)],
          ['Rows read', amount(total.rows)],
          ['Size of what was read', sizeWords(total.bytes)],
          [
            'First and last call',
            total.first_at === null || total.last_at === null
              ? 'None'
              : `${timeText(new Date(total.first_at))} to ${timeText(new Date(total.last_at))}`,
          ],
        ]}
      />
    </Section>
  );
}
