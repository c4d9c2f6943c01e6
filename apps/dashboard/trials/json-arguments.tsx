import { JsonInput } from '@mantine/core';
import { useState } from 'react';
import type { Arguments, ArgumentsForm } from './arguments-form.tsx';

type JsonArgumentsProps = Omit<React.ComponentProps<typeof ArgumentsForm>, 'tool'>;

/** The arguments of a tool as a model sends them. */
export function JsonArguments({ args, fields, onChange, onSubmit, children }: JsonArgumentsProps) {
  const [text, setText] = useState(() => JSON.stringify(args, null, 2));
  const isObject = objectOf(text) !== null;
  const change = (typed: string) => {
    setText(typed);
    const object = objectOf(typed);
    if (object !== null) onChange(object);
  };
  const refused = fields.map(({ rule }) => rule).join('\n');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (isObject) onSubmit();
      }}
    >
      <JsonInput
        label="Arguments"
        description="One object, as a model sends it."
        error={isObject ? refused : 'Not a JSON object yet.'}
        autosize
        minRows={8}
        maxRows={24}
        value={text}
        onChange={change}
      />
      {children}
    </form>
  );
}

/** The object that a text is in JSON; null: it is none. */
function objectOf(text: string): Arguments | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Arguments) : null;
  } catch {
    return null;
  }
}
