import { Button, Stack, Text } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { ArgumentField, withField } from './argument-field.tsx';
import { type ArgumentSchema, fieldsOf, problemsAt } from './argument-schema.ts';
import type { ServerTool } from './trial-queries.ts';
import type { Trial } from './trial-request.ts';

export type Arguments = Record<string, unknown>;

/** A tool with more arguments begins with these many. */
const SHOWN_FIRST = 8;

interface ArgumentsFormProps {
  readonly tool: ServerTool;
  readonly args: Arguments;
  /** What the gateway says of single arguments: it checks them, by the rules and in the words that a model gets. */
  readonly fields: Trial['fields'];
  readonly onChange: (args: Arguments) => void;
  readonly onSubmit: () => void;
  /** Buttons. */
  readonly children: ReactNode;
}

/** The arguments of a tool as fields: the required ones and some more; the rest when asked for, and where there is something in it. */
export function ArgumentsForm({ tool, args, fields, onChange, onSubmit, children }: ArgumentsFormProps) {
  const [isWhole, setWhole] = useState(false);
  // The API describes it as any object; the gateway makes it by JSON schema.
  const schema = tool.input_schema as ArgumentSchema;
  const all = fieldsOf(schema);
  const first = Math.max(SHOWN_FIRST, schema.required?.length ?? 0);
  const shown = all.filter(
    ({ name }, place) => isWhole || place < first || args[name] !== undefined || problemsAt(fields, name).length > 0,
  );
  const rest = all.length - shown.length;
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Stack>
        {all.length === 0 && <Text c="dimmed">This tool takes no arguments.</Text>}
        {shown.map((field) => (
          <ArgumentField
            key={field.name}
            {...field}
            depth={1}
            value={args[field.name]}
            problems={problemsAt(fields, field.name)}
            onChange={(value) => onChange(withField(args, field.name, value))}
          />
        ))}
        {rest > 0 && (
          <Button variant="subtle" w="fit-content" onClick={() => setWhole(true)}>
            {`Show ${rest} more ${rest === 1 ? 'argument' : 'arguments'}`}
          </Button>
        )}
      </Stack>
      {children}
    </form>
  );
}
