import { SegmentedControl, Text } from '@mantine/core';
import { useState } from 'react';
import { Section } from '../../frame/section.tsx';
import { amount } from '../../records/amounts.ts';
import { type Column, RecordTable } from '../../records/record-table.tsx';
import { Sentences } from '../../records/sentences.tsx';
import { areaName } from '../filter-words.ts';
import type { LeastPrivilege } from './least-privilege-queries.ts';
import { comparisonSentences, effectWord } from './privilege-words.ts';

type Share = LeastPrivilege['tags'][number];
type Kind = 'effects' | 'tags' | 'methods';

const KINDS: readonly { value: Kind; label: string }[] = [
  { value: 'effects', label: 'Effects' },
  { value: 'tags', label: 'Areas' },
  { value: 'methods', label: 'Methods' },
];
const NAMES: Record<Kind, { readonly title: string; readonly name: (name: string) => string }> = {
  effects: { title: 'Effect', name: effectWord },
  tags: { title: 'Area', name: areaName },
  methods: { title: 'Method', name: areaName },
};
const ROWS_MAX = 8;

const columnsOf = (kind: Kind): readonly Column<Share>[] => [
  {
    title: NAMES[kind].title,
    cell: ({ name, needed }) => (
      <Text size="sm" fw={needed > 0 ? 600 : 400} c={needed > 0 ? 'var(--mantine-color-text)' : 'dimmed'}>
        {NAMES[kind].name(name)}
      </Text>
    ),
  },
  { title: 'May use', cell: ({ allowed }) => amount(allowed), align: 'right' },
  { title: 'Needed', cell: ({ needed }) => (needed === 0 ? 'none' : amount(needed)), align: 'right' },
];

/** What a server may do against what it needed, in words and by kind of tool. */
export function ComparisonSection({ report }: { report: LeastPrivilege }) {
  const [kind, setKind] = useState<Kind>('effects');
  const shares = report[kind];
  const used = shares.filter(({ needed }) => needed > 0);
  const shown = shares.slice(0, Math.max(used.length, ROWS_MAX));
  const rest = shares.length - shown.length;
  return (
    <Section title="What it may do, and what it needed">
      <Sentences sentences={comparisonSentences(report)} />
      <SegmentedControl
        size="xs"
        w="fit-content"
        aria-label="Compare by"
        data={[...KINDS]}
        value={kind}
        onChange={setKind}
      />
      <RecordTable
        label="May use and needed"
        columns={columnsOf(kind)}
        rows={shown}
        rowKey={({ name }) => name}
        isBare
      />
      {rest > 0 && (
        <Text size="sm" c="dimmed">
          And {amount(rest)} more that it never needed.
        </Text>
      )}
    </Section>
  );
}
