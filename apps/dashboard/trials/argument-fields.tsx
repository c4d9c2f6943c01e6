import { JsonInput, TagsInput } from '@mantine/core';
import type { FieldProps } from '@rjsf/utils';
import { useState } from 'react';

const labels = ({ name, schema, required = false, rawErrors = [] }: FieldProps) => ({
  label: schema.title ?? name,
  description: schema.description,
  required,
  error: rawErrors.length > 0 && rawErrors.join('\n'),
});

/** A list of texts: each is one tag. */
export function TextsField(props: FieldProps) {
  const { fieldPathId, formData, onChange } = props;
  const texts: string[] = Array.isArray(formData) ? formData.map(String) : [];
  return (
    <TagsInput
      {...labels(props)}
      id={fieldPathId.$id}
      placeholder={texts.length === 0 ? 'Enter after each' : ''}
      splitChars={[]}
      value={texts}
      onChange={(values) => onChange(values.length === 0 ? undefined : values, fieldPathId.path)}
    />
  );
}

/** What has no fields of its own, written as JSON. */
export function JsonField(props: FieldProps) {
  const { fieldPathId, formData, onChange } = props;
  const [text, setText] = useState(formData === undefined ? '' : JSON.stringify(formData, null, 2));
  const { error, ...rest } = labels(props);
  const change = (typed: string) => {
    setText(typed);
    const value = typed.trim() === '' ? undefined : parsed(typed);
    if (value !== BROKEN) onChange(value, fieldPathId.path);
  };
  return (
    <JsonInput
      {...rest}
      id={fieldPathId.$id}
      error={text.trim() !== '' && parsed(text) === BROKEN ? 'This is not JSON yet.' : error}
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
