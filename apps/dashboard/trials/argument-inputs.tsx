import {
  ActionIcon,
  type ActionIconProps,
  Button,
  Group,
  type InputWrapperProps,
  JsonInput,
  NumberInput,
  Select,
  TagsInput,
  TextInput,
} from '@mantine/core';
import { ChevronDownIcon, ChevronUpIcon, Cross2Icon, PlusIcon } from '@radix-ui/react-icons';
import { useState } from 'react';
import type { ArgumentKind, ArgumentSchema } from './argument-schema.ts';

/** Of one argument without a form of its own: what it is, its value (undefined: left out), and what a field shows of it. */
export interface InputProps {
  readonly schema: ArgumentSchema;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  readonly shown: Pick<InputWrapperProps, 'label' | 'description' | 'required' | 'error'>;
}

/** The gateway puts defaults in: a field that is left alone is left out. */
const defaultText = ({ default: given, format }: ArgumentSchema) =>
  given === undefined ? (format === 'date-time' ? '2026-01-31T09:00:00Z' : '') : String(given);

function TextField({ schema, value, onChange, shown }: InputProps) {
  return (
    <TextInput
      {...shown}
      placeholder={defaultText(schema)}
      value={String(value ?? '')}
      onChange={({ currentTarget }) => onChange(currentTarget.value === '' ? undefined : currentTarget.value)}
    />
  );
}

function NumberField({ schema, value, onChange, shown }: InputProps) {
  return (
    <NumberInput
      {...shown}
      {...(schema.minimum !== undefined && { min: schema.minimum })}
      {...(schema.maximum !== undefined && { max: schema.maximum })}
      placeholder={defaultText(schema)}
      value={typeof value === 'number' ? value : String(value ?? '')}
      onChange={(typed) => onChange(typed === '' ? undefined : typed)}
    />
  );
}

const choiceLabel = (value: unknown) => (typeof value === 'boolean' ? (value ? 'Yes' : 'No') : String(value));

function ChoiceField({ schema, value, onChange, shown }: InputProps) {
  const choices = schema.enum ?? [true, false];
  return (
    <Select
      {...shown}
      placeholder={defaultText(schema)}
      searchable
      clearable
      comboboxProps={{ shadow: 'md' }}
      data={choices.map(choiceLabel)}
      value={value === undefined ? null : choiceLabel(value)}
      onChange={(label) => onChange(choices.find((choice) => choiceLabel(choice) === label))}
    />
  );
}

/** A list of texts: each is one tag. */
function TextsField({ value, onChange, shown }: InputProps) {
  const texts: string[] = Array.isArray(value) ? value.map(String) : [];
  return (
    <TagsInput
      {...shown}
      placeholder={texts.length === 0 ? 'Enter after each' : ''}
      splitChars={[]}
      value={texts}
      onChange={(values) => onChange(values.length === 0 ? undefined : values)}
    />
  );
}

/** What has no fields of its own, written as JSON. */
function JsonField({ value, onChange, shown }: InputProps) {
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, null, 2));
  const isBroken = text.trim() !== '' && parsed(text) === BROKEN;
  const change = (typed: string) => {
    setText(typed);
    const next = typed.trim() === '' ? undefined : parsed(typed);
    if (next !== BROKEN) onChange(next);
  };
  return (
    <JsonInput
      {...shown}
      error={isBroken ? 'This is not JSON yet.' : shown.error}
      placeholder="JSON"
      autosize
      minRows={2}
      maxRows={12}
      value={text}
      onChange={change}
    />
  );
}

const BROKEN = Symbol('broken');

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return BROKEN;
  }
}

interface Entry {
  readonly id: number;
  readonly name: string;
  readonly text: string;
}

/** Names and their texts. An entry without a name yet is kept here, and is no argument. */
export function MapEntries({ value, onChange }: Pick<InputProps, 'value' | 'onChange'>) {
  const [entries, setEntries] = useState<readonly Entry[]>(() =>
    Object.entries(value ?? {}).map(([name, text], id) => ({ id, name, text: String(text) })),
  );
  const set = (changed: readonly Entry[]) => {
    setEntries(changed);
    const named = changed.filter(({ name }) => name !== '').map(({ name, text }) => [name, text]);
    onChange(named.length === 0 ? undefined : Object.fromEntries(named));
  };
  const change = (id: number, part: Partial<Entry>) =>
    set(entries.map((entry) => (entry.id === id ? { ...entry, ...part } : entry)));
  return (
    <>
      {entries.map(({ id, name, text }) => (
        <Group key={id} gap="xs" align="end" wrap="nowrap">
          <TextInput
            label="Name"
            flex={1}
            value={name}
            onChange={(event) => change(id, { name: event.target.value })}
          />
          <TextInput
            label="Value"
            flex={1}
            value={text}
            onChange={(event) => change(id, { text: event.target.value })}
          />
          <RemoveButton onClick={() => set(entries.filter((entry) => entry.id !== id))} />
        </Group>
      ))}
      <AddButton onClick={() => set([...entries, { id: (entries.at(-1)?.id ?? -1) + 1, name: '', text: '' }])} />
    </>
  );
}

/** One more item of a list, or one more name with a value. */
export const AddButton = ({ onClick }: { onClick: () => void }) => (
  <Button variant="default" size="xs" w="fit-content" leftSection={<PlusIcon />} onClick={onClick}>
    Add
  </Button>
);

const RemoveButton = ({ onClick }: { onClick: () => void }) => (
  <ItemButton label="Remove" color="red" onClick={onClick}>
    <Cross2Icon />
  </ItemButton>
);

interface ItemButtonProps extends Pick<ActionIconProps, 'color' | 'disabled' | 'children'> {
  readonly label: string;
  readonly onClick: () => void;
}

const ItemButton = ({ label, ...props }: ItemButtonProps) => (
  <ActionIcon variant="subtle" title={label} aria-label={label} mb={4} {...props} />
);

/** What moves one of some items, and takes it out: each gives the places that the items had, in their new order. */
export function ItemButtons({
  at,
  count,
  onChange,
}: {
  at: number;
  count: number;
  onChange: (order: number[]) => void;
}) {
  const places = Array.from({ length: count }, (_, place) => place);
  const swap = (first: number) =>
    onChange(places.map((place) => (place === first ? first + 1 : place === first + 1 ? first : place)));
  return (
    <>
      <ItemButton label="Move up" disabled={at === 0} onClick={() => swap(at - 1)}>
        <ChevronUpIcon />
      </ItemButton>
      <ItemButton label="Move down" disabled={at === count - 1} onClick={() => swap(at)}>
        <ChevronDownIcon />
      </ItemButton>
      <RemoveButton onClick={() => onChange(places.filter((place) => place !== at))} />
    </>
  );
}

/** How each kind of argument is asked for that holds no others. */
export const INPUTS: Record<
  Exclude<ArgumentKind, 'object' | 'list' | 'map'>,
  (props: InputProps) => React.ReactNode
> = {
  text: TextField,
  number: NumberField,
  choice: ChoiceField,
  texts: TextsField,
  json: JsonField,
};
