import { Accordion, Badge, Group, Text } from '@mantine/core';
import { Section } from '../../frame/section.tsx';
import { amount } from '../../records/amounts.ts';
import { Moment } from '../../records/moment.tsx';
import { type Column, RecordTable } from '../../records/record-table.tsx';
import { ToolName, ToolNames } from '../../records/tool-name.tsx';
import { EffectBadge } from '../tools/effect-badge.tsx';
import type { LeastPrivilege } from './least-privilege-queries.ts';
import { toolCount } from './privilege-words.ts';

type UsedTool = LeastPrivilege['used_tools'][number];

function Remark({ tool: { is_allowed, calls, errors } }: { tool: UsedTool }) {
  if (!is_allowed)
    return (
      <Badge size="sm" color="gray">
        not offered now
      </Badge>
    );
  if (calls > errors) return null;
  return (
    <Badge size="sm" color="orange">
      never worked
    </Badge>
  );
}

const COLUMNS: readonly Column<UsedTool>[] = [
  {
    title: 'Tool',
    cell: (tool) => (
      <Group gap={8}>
        <ToolName name={tool.name} />
        <Remark tool={tool} />
      </Group>
    ),
  },
  {
    title: 'Effect',
    cell: ({ effect }) => effect !== null && <EffectBadge effect={effect} />,
  },
  { title: 'Calls', cell: ({ calls }) => amount(calls), align: 'right' },
  { title: 'Errors', cell: ({ errors }) => amount(errors), align: 'right' },
  { title: 'Last used', cell: ({ last_used_at }) => <Moment at={last_used_at} />, align: 'right' },
];

/** Each tool that was called, and on demand the names of those that never were. */
export function UsedToolsSection({ report: { used_tools, unused_tools } }: { report: LeastPrivilege }) {
  const { count, names } = unused_tools;
  return (
    <Section title="Tools that were called">
      <RecordTable
        label="Tools that were called"
        columns={COLUMNS}
        rows={used_tools}
        rowKey={({ name }) => name}
        isBare
      />
      {count > 0 && (
        <Accordion variant="contained">
          <Accordion.Item value="unused">
            <Accordion.Control>{toolCount(count)} never called</Accordion.Control>
            <Accordion.Panel>
              <ToolNames names={names} spacing={2} listStyleType="none" />
              {count > names.length && (
                <Text size="sm" c="dimmed" mt="xs">
                  And {amount(count - names.length)} more.
                </Text>
              )}
            </Accordion.Panel>
          </Accordion.Item>
        </Accordion>
      )}
    </Section>
  );
}
