import { MultiSelect, type MultiSelectProps } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import type { ServerValues } from '../issuing/issue-form.ts';
import { NO_CHOICE, toolsQuery } from '../server-queries.ts';

const METHOD_GROUPS = [
  { value: 'read', label: 'read: everything that changes nothing' },
  { value: 'write', label: 'write: create, update and delete' },
  { value: 'custom', label: 'custom: everything else' },
];
/** Tools that are out unless somebody asks for them. */
const HIDDEN_TAGS = ['alpha', 'deprecated', 'secrets'];
const OPTIONS_SHOWN_MAX = 60;

const sorted = (names: Iterable<string>) => [...new Set(names)].sort();

const searched: Partial<MultiSelectProps> = {
  searchable: true,
  clearable: true,
  hidePickedOptions: true,
  limit: OPTIONS_SHOWN_MAX,
  nothingFoundMessage: 'Nothing has this name',
  comboboxProps: { shadow: 'md' },
};

/** Methods and tags that tools must have, and tools that are in or out by name. */
export function ToolChoiceFields<Values extends ServerValues>({ form }: { form: UseFormReturnType<Values> }) {
  const { data } = useQuery(toolsQuery(form.values.accountId, NO_CHOICE));
  const tools = data?.result ?? [];
  const names = tools.map(({ name }) => name);
  const exact = sorted(tools.map(({ method }) => method));
  // What is chosen stays among the options, also when this instance does not have it.
  const tags = sorted([...tools.flatMap((tool) => tool.tags), ...HIDDEN_TAGS, ...form.values.config.tags]);
  const { methods, tags: areas, tools: byName } = form.values.config;
  // With names alone, nothing else is in.
  const onlyNamed = methods.length + areas.length === 0 && byName.include.length > 0;
  return (
    <>
      <MultiSelect
        label="Methods"
        description={`What a tool does. ${onlyNamed ? 'Empty: none but those named.' : 'Needed, unless single tools are named below.'}`}
        data={[
          { group: 'Groups', items: METHOD_GROUPS },
          { group: 'Single methods', items: exact },
        ]}
        {...searched}
        {...form.getInputProps('config.methods')}
      />
      <MultiSelect
        label="Areas"
        description={`What a tool is about (its tags); one of them is enough. Empty: ${onlyNamed ? 'none but those named' : 'all'}.`}
        data={tags}
        {...searched}
        {...form.getInputProps('config.tags')}
      />
      <MultiSelect
        label="Also these tools"
        description="In, whatever methods and areas say."
        data={sorted([...names, ...form.values.config.tools.include])}
        {...searched}
        {...form.getInputProps('config.tools.include')}
      />
      <MultiSelect
        label="Never these tools"
        description="Out, whatever else says."
        data={sorted([...names, ...form.values.config.tools.exclude])}
        {...searched}
        {...form.getInputProps('config.tools.exclude')}
      />
    </>
  );
}
