import { Anchor, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { amount } from '../records/amounts.ts';
import { CopyBlock } from '../records/copy-text.tsx';
import { Facts } from '../records/facts.tsx';
import { Moment } from '../records/moment.tsx';
import { type Column, RecordTable } from '../records/record-table.tsx';
import { preciseTimeText } from '../records/time-words.ts';
import { ACTIONS, type Change } from './change-queries.ts';

const KINDS: Record<string, string> = {
  api_token: 'API token',
  member: 'member',
  system: 'the gateway',
  mcp_server: 'MCP server',
};

/** A text that an entry's free form holds under a name. */
const textIn = (value: unknown, name: string): string | null => {
  if (typeof value !== 'object' || value === null) return null;
  const found: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
  return typeof found === 'string' ? found : null;
};

const recordName = ({ before, after, record_id }: Change): string =>
  textIn(after, 'name') ?? textIn(before, 'name') ?? textIn(after, 'email') ?? textIn(before, 'email') ?? record_id;

const actorName = ({ actor }: Change): string => textIn(actor, 'name') ?? 'unknown';

const actorKind = ({ actor }: Change): string => {
  const kind = textIn(actor, 'kind') ?? 'unknown';
  return KINDS[kind] ?? kind;
};

const columns = (open: (change: Change) => void): readonly Column<Change>[] => [
  {
    title: 'What',
    cell: (change) => (
      <Anchor component="button" type="button" ta="left" onClick={() => open(change)}>
        {ACTIONS[change.action]}
      </Anchor>
    ),
  },
  { title: 'Record', cell: (change) => <span className="long-text">{recordName(change)}</span> },
  {
    title: 'By',
    cell: (change) => (
      <span className="long-text">
        {actorName(change)}{' '}
        <Text span size="sm" c="dimmed">
          {actorKind(change)}
        </Text>
      </span>
    ),
  },
  { title: 'When', cell: ({ at }) => <Moment at={at} /> },
  { title: 'No.', cell: ({ sequence }) => amount(sequence), align: 'right' },
];

/** Entries of the audit trail; each opens to what was before and after. */
export function ChangesTable({ changes }: { changes: readonly Change[] }) {
  const [opened, setOpened] = useState<Change | null>(null);
  return (
    <>
      <RecordTable label="Audit trail" columns={columns(setOpened)} rows={changes} rowKey={({ id }) => id} />
      <Modal
        title={opened === null ? '' : ACTIONS[opened.action]}
        opened={opened !== null}
        onClose={() => setOpened(null)}
        size="xl"
      >
        {opened !== null && <ChangeDetails change={opened} />}
      </Modal>
    </>
  );
}

function ChangeDetails({ change }: { change: Change }) {
  const { actor, before, after, at, hash, record_id, sequence } = change;
  return (
    <Stack>
      <Facts
        facts={[
          ['By', `${actorName(change)} (${actorKind(change)})`],
          ['From address', textIn(actor, 'address') ?? 'unknown'],
          ['When', preciseTimeText(new Date(at))],
          ['Entry', amount(sequence)],
          ['Record', <code key="record">{record_id}</code>],
          ['Request', <code key="request">{textIn(actor, 'request_id') ?? 'none'}</code>],
          ['Hash', <code key="hash">{hash}</code>],
        ]}
      />
      {before !== null && <CopyBlock label="Before" text={JSON.stringify(before, null, 2)} />}
      {after !== null && <CopyBlock label="After" text={JSON.stringify(after, null, 2)} />}
    </Stack>
  );
}
