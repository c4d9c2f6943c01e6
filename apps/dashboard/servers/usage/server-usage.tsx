import { BarChart, LineChart } from '@mantine/charts';
import '@mantine/charts/styles.css';
import { Group, SegmentedControl, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { Section } from '../../frame/section.tsx';
import { amount } from '../../records/amounts.ts';
import { type Column, RecordTable } from '../../records/record-table.tsx';
import { durationWords } from '../../records/time-words.ts';
import { ToolName } from '../../records/tool-name.tsx';
import { QueryView } from '../../states/query-view.tsx';
import { serverDaysQuery, serverSumsQuery, type UsageRow } from './usage-queries.ts';

const PERIODS = [
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
];

const shortDay = (key: string) =>
  new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(key));

const SUMS: readonly Column<UsageRow>[] = [
  { title: 'Calls', cell: ({ calls }) => amount(calls), align: 'right' },
  { title: 'Errors', cell: ({ errors }) => amount(errors), align: 'right' },
  { title: 'Average', cell: (row) => durationWords(row.average_duration_ms), align: 'right' },
  { title: '95th percentile', cell: (row) => durationWords(row.p95_duration_ms), align: 'right' },
];

const TOOL_COLUMNS: readonly Column<UsageRow>[] = [
  {
    title: 'Tool',
    cell: ({ key }) => <ToolName name={key} inline />,
  },
  ...SUMS,
];

const CALLER_COLUMNS: readonly Column<UsageRow>[] = [
  { title: 'Called by', cell: (row) => <CallerName caller={row} /> },
  ...SUMS,
];

/** Calls, errors and latencies of a server over time, by tool and by person. */
export function ServerUsage({ serverId }: { serverId: string }) {
  const [days, setDays] = useState('30');
  const byDay = useQuery(serverDaysQuery(serverId, Number(days)));
  const byTool = useQuery(serverSumsQuery(serverId, 'tool', Number(days)));
  const byCaller = useQuery(serverSumsQuery(serverId, 'principal', Number(days)));
  return (
    <Section
      title="Use"
      actions={<SegmentedControl size="xs" aria-label="Period" data={PERIODS} value={days} onChange={setDays} />}
    >
      <QueryView query={byDay} rows={4}>
        {(rows) => <Days rows={rows} />}
      </QueryView>
      <QueryView query={byTool} rows={3}>
        {(rows) => <Sums title="Calls by tool" columns={TOOL_COLUMNS} rows={rows} />}
      </QueryView>
      <QueryView query={byCaller} rows={2}>
        {(rows) => <Sums title="Calls by person" columns={CALLER_COLUMNS} rows={rows} />}
      </QueryView>
    </Section>
  );
}

interface SumsProps {
  readonly title: string;
  readonly columns: readonly Column<UsageRow>[];
  readonly rows: readonly UsageRow[];
}

function Sums({ title, columns, rows }: SumsProps) {
  if (rows.length === 0) return null;
  return (
    <div>
      <Title order={3} size="h6">
        {title}
      </Title>
      <RecordTable label={title} columns={columns} rows={rows} rowKey={({ key }) => key} isBare />
    </div>
  );
}

function Days({ rows }: { rows: readonly UsageRow[] }) {
  const calls = rows.reduce((sum, row) => sum + row.calls, 0);
  const errors = rows.reduce((sum, row) => sum + row.errors, 0);
  if (calls === 0)
    return (
      <Text size="sm" c="dimmed">
        No calls in these days.
      </Text>
    );
  const data = rows.map((row) => ({
    day: shortDay(row.key),
    Succeeded: row.calls - row.errors,
    Failed: row.errors,
    Average: row.calls === 0 ? null : Math.round(row.average_duration_ms),
    '95th percentile': row.calls === 0 ? null : Math.round(row.p95_duration_ms),
  }));
  return (
    <Stack>
      <Group gap="xl">
        <Figure name="Calls" value={amount(calls)} />
        <Figure name="Errors" value={`${amount(errors)} (${((100 * errors) / calls).toFixed(1)} %)`} />
      </Group>
      <SimpleGrid cols={{ base: 1, lg: 2 }}>
        <Titled title="Calls a day">
          <BarChart
            h={220}
            data={data}
            dataKey="day"
            type="stacked"
            withLegend
            series={[
              { name: 'Succeeded', color: 'indigo.5' },
              { name: 'Failed', color: 'red.6' },
            ]}
          />
        </Titled>
        <Titled title="Milliseconds a call">
          <LineChart
            h={220}
            data={data}
            dataKey="day"
            withLegend
            connectNulls
            series={[
              { name: 'Average', color: 'teal.6' },
              { name: '95th percentile', color: 'orange.6' },
            ]}
          />
        </Titled>
      </SimpleGrid>
    </Stack>
  );
}

function Titled({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div>
      <Title order={3} size="h6" mb="xs">
        {title}
      </Title>
      {children}
    </div>
  );
}

function Figure({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <Text size="xl" fw={650}>
        {value}
      </Text>
    </div>
  );
}

/** By the kind of caller: what a nameless one is called, and how it came in. */
const KINDS: Record<string, { gone: string; how: string }> = {
  member: { gone: 'A member who is gone', how: 'Member, trying tools in the dashboard' },
  api_token: { gone: 'A revoked API token', how: 'API token' },
};

/** Who called a server, as far as the call log knows. */
function CallerName({ caller: { key, name } }: { caller: Pick<UsageRow, 'key' | 'name'> }) {
  const kind = KINDS[key.split(':')[0] ?? ''];
  return (
    <Stack gap={0}>
      <Text size="sm" fw={600} className="long-text">
        {kind === undefined ? 'The URL' : (name ?? kind.gone)}
      </Text>
      <Text size="xs" c="dimmed">
        {kind?.how ?? 'Whoever holds it; nobody else is known'}
      </Text>
    </Stack>
  );
}
