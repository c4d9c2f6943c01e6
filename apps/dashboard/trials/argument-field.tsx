import { Fieldset, Group, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { AddButton, INPUTS, ItemButtons, MapEntries } from './argument-inputs.tsx';
import {
  type ArgumentProblem,
  type ArgumentSchema,
  descriptionOf,
  fieldsOf,
  kindOf,
  ownProblems,
  problemsAt,
} from './argument-schema.ts';

interface ArgumentFieldProps {
  readonly name: string;
  readonly schema: ArgumentSchema;
  readonly isRequired: boolean;
  /** How many objects and lists it is inside of. */
  readonly depth: number;
  readonly value: unknown;
  readonly problems: readonly ArgumentProblem[];
  /** With undefined: it is left out. */
  readonly onChange: (value: unknown) => void;
}

const textOf = (problems: readonly ArgumentProblem[]) => problems.map(({ rule }) => rule).join('\n');

/** One argument of a tool, or a field inside of one. */
export function ArgumentField(props: ArgumentFieldProps) {
  const { name, schema, isRequired, depth, value, problems, onChange } = props;
  const kind = kindOf(schema, depth);
  if (kind === 'object') return <ObjectField {...props} />;
  if (kind === 'list') return <ListField {...props} />;
  if (kind === 'map')
    return (
      <FieldGroup {...props} own={problems}>
        <MapEntries value={value} onChange={onChange} />
      </FieldGroup>
    );
  const Input = INPUTS[kind];
  const shown = {
    label: schema.title ?? name,
    description: descriptionOf(schema),
    required: isRequired,
    error: problems.length > 0 && textOf(problems),
  };
  return <Input schema={schema} value={value} onChange={onChange} shown={shown} />;
}

interface FieldGroupProps extends Pick<ArgumentFieldProps, 'name' | 'schema'> {
  readonly own: readonly ArgumentProblem[];
  readonly children: ReactNode;
}

/** The fields of one argument. */
function FieldGroup({ name, schema, own, children }: FieldGroupProps) {
  const description = descriptionOf(schema);
  return (
    <Fieldset legend={schema.title ?? name}>
      <Stack>
        {description !== '' && (
          <Text size="xs" c="dimmed" className="long-text">
            {description}
          </Text>
        )}
        {children}
        {own.length > 0 && (
          <Text size="xs" c="var(--mantine-color-error)">
            {textOf(own)}
          </Text>
        )}
      </Stack>
    </Fieldset>
  );
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object with another value of one field; without those that are left out. */
export const withField = (value: unknown, name: string, field: unknown): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries({ ...(isObject(value) && value), [name]: field }).filter(([, each]) => each !== undefined),
  );

function ObjectField(props: ArgumentFieldProps) {
  const { schema, depth, value, problems, onChange } = props;
  return (
    <FieldGroup {...props} own={ownProblems(problems, Object.keys(schema.properties ?? {}))}>
      {fieldsOf(schema).map((field) => (
        <ArgumentField
          key={field.name}
          {...field}
          depth={depth + 1}
          value={isObject(value) ? value[field.name] : undefined}
          problems={problemsAt(problems, field.name)}
          onChange={(next) => onChange(withField(value, field.name, next))}
        />
      ))}
    </FieldGroup>
  );
}

function ListField(props: ArgumentFieldProps) {
  const { name, schema, depth, value, problems, onChange } = props;
  const values: readonly unknown[] = Array.isArray(value) ? value : [];
  // What was typed in an item stays with it, wherever it is moved.
  const [ids, setIds] = useState(() => values.map((_, id) => id));
  const item = schema.items ?? {};
  const set = (order: readonly number[], next: readonly unknown[]) => {
    setIds([...order]);
    onChange(next.length === 0 ? undefined : next);
  };
  return (
    <FieldGroup {...props} own={ownProblems(problems, Object.keys(values))}>
      {values.map((each, at) => (
        <Group key={ids[at] ?? at} gap="xs" align="end" wrap="nowrap">
          <Stack flex={1}>
            <ArgumentField
              name={`${schema.title ?? name}-${at + 1}`}
              schema={item}
              isRequired={false}
              depth={depth + 1}
              value={each}
              problems={problemsAt(problems, String(at))}
              onChange={(next) => onChange(values.with(at, next))}
            />
          </Stack>
          <ItemButtons
            at={at}
            count={values.length}
            onChange={(order) =>
              set(
                order.map((place) => ids[place] ?? place),
                order.map((place) => values[place]),
              )
            }
          />
        </Group>
      ))}
      <AddButton
        onClick={() => set([...ids, Math.max(-1, ...ids) + 1], [...values, item.type === 'object' ? {} : undefined])}
      />
    </FieldGroup>
  );
}
