import { Anchor, Badge, Button, List, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';
import { CALL_STATUSES, isCallStatus } from '../activity/call-queries.ts';
import { ACTIONS, isAction } from '../activity/change-queries.ts';
import { Section } from '../frame/section.tsx';
import { amount, sizeWords } from '../records/amounts.ts';
import { Moment } from '../records/moment.tsx';
import { type Column, RecordTable, type RecordTableProps } from '../records/record-table.tsx';
import { ToolName } from '../records/tool-name.tsx';
import { actorWords, EFFECT_WORDS, fieldWords, subjectWords } from './access-words.ts';
import type { AccessReport } from './contractor-queries.ts';

type Sums = AccessReport['total'];
type Tool = AccessReport['tools'][number];
type Day = AccessReport['days'][number];
type Client = AccessReport['clients'][number];
type Change = AccessReport['changes'][number];
type Event = AccessReport['events'][number];

const dayText = (day: string) =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeZone: 'UTC' }).format(new Date(day));

const CALLS: readonly Column<Sums>[] = [
  { title: 'Calls', cell: ({ calls }) => amount(calls), align: 'right' },
  { title: 'Errors', cell: ({ errors }) => amount(errors), align: 'right' },
];
const READ: readonly Column<Sums>[] = [
  { title: 'Rows', cell: ({ rows }) => amount(rows), align: 'right' },
  { title: 'Size', cell: ({ bytes }) => <span className="one-line">{sizeWords(bytes)}</span>, align: 'right' },
];
const WHEN: readonly Column<Sums>[] = [
  { title: 'First', cell: ({ first_at }) => first_at !== null && <Moment at={first_at} form="absolute" /> },
  { title: 'Last', cell: ({ last_at }) => last_at !== null && <Moment at={last_at} form="absolute" /> },
];

interface TableSectionProps<Row> extends RecordTableProps<Row> {
  readonly title: string;
  readonly lead: string;
  readonly actions?: ReactNode;
  /** What is said where there are no rows. */
  readonly nothing: string;
  /** Below the table. */
  readonly children?: ReactNode;
}

function TableSection<Row>({ title, lead, actions, nothing, children, ...table }: TableSectionProps<Row>) {
  return (
    <Section title={title} lead={lead} actions={actions}>
      {table.rows.length === 0 ? (
        <Text size="sm" c="dimmed">
          {nothing}
        </Text>
      ) : (
        <RecordTable {...table} isBare />
      )}
      {children}
    </Section>
  );
}

const TOOL_COLUMNS: readonly Column<Tool>[] = [
  {
    title: 'Tool',
    cell: ({ tool_name }) => (tool_name === null ? 'Tools that it does not offer' : <ToolName name={tool_name} span />),
  },
  { title: 'Effect', cell: ({ effect }) => EFFECT_WORDS[effect ?? ''] ?? 'None' },
  ...CALLS,
  ...READ,
  ...WHEN,
];

/** What was called. */
export function ToolsSection({ tools }: { tools: readonly Tool[] }) {
  return (
    <TableSection
      title="What was called"
      lead="By tool, the most used first. Rows and size are of what was read."
      nothing="Nothing was called."
      label="Calls by tool"
      columns={TOOL_COLUMNS}
      rows={tools}
      rowKey={({ tool_name, effect }) => `${tool_name} ${effect}`}
    />
  );
}

const DAYS_SHOWN = 14;
const DAY_COLUMNS: readonly Column<Day>[] = [
  { title: 'Day', cell: ({ day }) => dayText(day) },
  ...CALLS,
  { title: 'Changes', cell: ({ changes }) => amount(changes), align: 'right' },
  ...READ,
];

/** What was read and changed when. */
export function DaysSection({ days }: { days: readonly Day[] }) {
  const [isWhole, setWhole] = useState(false);
  const newestFirst = [...days].reverse();
  return (
    <TableSection
      title="By day"
      lead="Days with calls, in UTC, the newest first."
      nothing="No day had a call."
      label="Calls by day"
      columns={DAY_COLUMNS}
      rows={isWhole ? newestFirst : newestFirst.slice(0, DAYS_SHOWN)}
      rowKey={({ day }) => day}
    >
      {!isWhole && days.length > DAYS_SHOWN && (
        <Button variant="default" w="fit-content" onClick={() => setWhole(true)}>
          Show all {days.length} days
        </Button>
      )}
    </TableSection>
  );
}

function Outcome({ status }: { status: string }) {
  if (!isCallStatus(status)) return status;
  const { label, color } = CALL_STATUSES[status];
  return <Badge color={color}>{label}</Badge>;
}

const CHANGE_COLUMNS: readonly Column<Change>[] = [
  { title: 'Tool', cell: ({ tool_name }) => <ToolName name={tool_name} span /> },
  { title: 'When', cell: ({ at }) => <Moment at={at} form="absolute" /> },
  { title: 'Effect', cell: ({ effect }) => EFFECT_WORDS[effect] ?? effect },
  {
    title: 'What was sent',
    cell: ({ arguments: sent }) => (
      <Text span size="sm" className="long-text" {...(sent === null && { c: 'dimmed' })}>
        {subjectWords(sent) ?? 'Not kept'}
      </Text>
    ),
  },
  { title: 'ID in Looker', cell: ({ looker_record_id: id }) => <span className="long-text">{id ?? '–'}</span> },
  { title: 'Result', cell: ({ status }) => <Outcome status={status} /> },
];

/** What was created, changed and deleted, and what was tried. */
export function ChangesSection({ report }: { report: AccessReport }) {
  const { changes, changes_are_all, mcp_server_id: id } = report;
  return (
    <TableSection
      title="What was created, changed or deleted in Looker"
      lead={
        changes_are_all
          ? 'Every call that was not for reading, whatever came of it, the newest first.'
          : `The newest ${changes.length} calls that were not for reading; the CSV has all.`
      }
      actions={
        <Anchor component={Link} to={`/activity?server=${id}`} size="sm">
          All of its calls
        </Anchor>
      }
      nothing="Nothing: it only read, as far as the log goes back."
      label="Changes"
      columns={CHANGE_COLUMNS}
      rows={changes}
      rowKey={({ id }) => id}
    />
  );
}

const CLIENT_COLUMNS: readonly Column<Client>[] = [
  {
    title: 'Client',
    cell: ({ client_name, client_version }) => (
      <span className="long-text">
        {client_name === null ? 'Unknown' : `${client_name} ${client_version ?? ''}`.trim()}
      </span>
    ),
  },
  {
    title: 'Second factor',
    cell: ({ api_token_id, api_token_name }) =>
      api_token_id === null ? 'Not asked for' : (api_token_name ?? <code>{api_token_id}</code>),
  },
  ...CALLS,
  ...WHEN,
];

/** Who used it, as far as clients say who they are. */
export function ClientsSection({ clients }: { clients: readonly Client[] }) {
  return (
    <TableSection
      title="Who used it"
      lead="Clients, as they call themselves, and the API token that each sent along."
      nothing="Nobody did."
      label="Clients"
      columns={CLIENT_COLUMNS}
      rows={clients}
      rowKey={(client) => `${client.client_name} ${client.client_version} ${client.api_token_id}`}
    />
  );
}

const EVENT_COLUMNS: readonly Column<Event>[] = [
  { title: 'What', cell: ({ action }) => (isAction(action) ? ACTIONS[action] : action) },
  { title: 'When', cell: ({ at }) => <Moment at={at} form="absolute" /> },
  { title: 'By', cell: ({ by }) => <span className="long-text">{actorWords(by)}</span> },
  {
    title: 'Change',
    cell: ({ changes }) =>
      changes.length > 0 && (
        <List size="sm" listStyleType="none" className="long-text" maw="36rem">
          {changes.map((change) => (
            <List.Item key={change.field}>{fieldWords(change)}</List.Item>
          ))}
        </List>
      ),
  },
];

/** What admins did to it. */
export function EventsSection({ events }: { events: readonly Event[] }) {
  return (
    <Section title="What happened to it" lead="Issued, changed, rotated and ended, the oldest first.">
      <RecordTable
        label="Events"
        columns={EVENT_COLUMNS}
        rows={events}
        rowKey={({ at, action }) => `${at} ${action}`}
        isBare
      />
    </Section>
  );
}
