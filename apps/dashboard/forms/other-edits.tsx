import { Alert, List, Text } from '@mantine/core';
import { UpdateIcon } from '@radix-ui/react-icons';
import { useEffect, useRef } from 'react';
import type { OtherEdit } from './merge-edits.ts';

function words(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'empty';
  if (typeof value === 'boolean') return value ? '“on”' : '“off”';
  if (Array.isArray(value)) return value.length === 0 ? 'empty' : `“${value.join(', ')}”`;
  return `“${typeof value === 'number' ? value.toLocaleString('en') : String(value)}”`;
}

interface OtherEditsProps {
  readonly edits: readonly OtherEdit[];
  /** What the form calls its fields, by their paths. */
  readonly labels: Readonly<Record<string, string>>;
  /** Saving was refused for their sake: the note, for which the button made room, is what comes next to read. */
  readonly isRefused: boolean;
}

/** Says what was changed elsewhere while a form was filled in, and what saving makes of it. */
export function OtherEdits({ edits, labels, isRefused }: OtherEditsProps) {
  const note = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isRefused && edits.length > 0) note.current?.scrollIntoView({ block: 'center' });
  }, [isRefused, edits]);
  if (edits.length === 0) return null;
  return (
    <Alert ref={note} color="indigo" icon={<UpdateIcon />} title="It was changed meanwhile" role="alert">
      <List size="sm" spacing={4}>
        {edits.map(({ path, was, now, isAlsoMine }) => (
          <List.Item key={path} className="long-text">
            <b>{labels[path] ?? path}</b>: now {words(now)}, before {words(was)}.{' '}
            {isAlsoMine ? 'What you typed will be saved in its place.' : 'It stays, unless you change it.'}
          </List.Item>
        ))}
      </List>
      <Text size="sm" mt="xs">
        Nothing is saved yet. Save when the form says what you want.
      </Text>
    </Alert>
  );
}
