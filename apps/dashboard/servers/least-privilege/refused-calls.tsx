import { CallsTable } from '../../activity/calls-table.tsx';
import { Section } from '../../frame/section.tsx';
import { amount } from '../../records/amounts.ts';
import { type Column, RecordTable } from '../../records/record-table.tsx';
import { ToolName } from '../../records/tool-name.tsx';
import type { Replay } from './least-privilege-queries.ts';

type RefusedTool = Replay['refused_tools'][number];

const COLUMNS: readonly Column<RefusedTool>[] = [
  {
    title: 'Tool',
    cell: ({ name }) => <ToolName name={name} />,
  },
  { title: 'Calls', cell: ({ calls }) => amount(calls), align: 'right' },
  { title: 'Worked then', cell: ({ worked }) => amount(worked), align: 'right' },
];

/** The calls that a filter would have refused: by tool where they are of several, and the newest. */
export function RefusedCalls({ replay: { refused_calls, refused_tools, newest } }: { replay: Replay }) {
  if (refused_calls === 0) return null;
  return (
    <Section
      title="Calls that it would have refused"
      lead={
        refused_calls > newest.length
          ? `${amount(refused_calls)} calls; below are the newest ${newest.length}.`
          : undefined
      }
    >
      {refused_tools.length > 1 && (
        <RecordTable
          label="Refused calls by tool"
          columns={COLUMNS}
          rows={refused_tools}
          rowKey={({ name }) => name}
          isBare
        />
      )}
      <CallsTable calls={newest} isBare />
    </Section>
  );
}
