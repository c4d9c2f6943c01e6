import { Group, Select, type SelectProps } from '@mantine/core';
import { ToolName } from '../records/tool-name.tsx';
import { EffectBadge } from '../servers/tools/effect-badge.tsx';
import type { ServerTool } from './trial-queries.ts';

const OPTIONS_SHOWN_MAX = 80;

interface ToolPickerProps {
  readonly tools: readonly ServerTool[];
  readonly value: string | null;
  readonly onChange: (name: string) => void;
}

/** A tool of a server, found by the words of its name, title or effect. */
export function ToolPicker({ tools, value, onChange }: ToolPickerProps) {
  const byName = new Map(tools.map((tool) => [tool.name, tool]));
  const find: SelectProps['filter'] = ({ options, search }) => {
    const words = search.toLowerCase().split(/[\s_]+/);
    return options.filter((option) => {
      const tool = 'value' in option ? byName.get(String(option.value)) : undefined;
      const text = `${tool?.name} ${tool?.title} ${tool?.effect}`.toLowerCase();
      return words.every((word) => text.includes(word));
    });
  };
  return (
    <Select
      label="Tool"
      placeholder="Search the tools of this server"
      searchable
      allowDeselect={false}
      limit={OPTIONS_SHOWN_MAX}
      nothingFoundMessage="No tool of this server has such a name"
      comboboxProps={{ shadow: 'md' }}
      classNames={{ input: 'code-input' }}
      data={tools.map(({ name }) => name)}
      filter={find}
      renderOption={({ option }) => <ToolOption tool={byName.get(option.value)} />}
      value={value}
      onChange={(name) => name !== null && onChange(name)}
    />
  );
}

function ToolOption({ tool }: { tool: ServerTool | undefined }) {
  if (tool === undefined) return null;
  return (
    <Group gap={8} wrap="nowrap">
      <EffectBadge effect={tool.effect} />
      <ToolName name={tool.name} />
    </Group>
  );
}
