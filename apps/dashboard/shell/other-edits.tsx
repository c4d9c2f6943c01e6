import { Alert, List, Text } from '@mantine/core';
import type { OtherEdit } from './merge-edits.ts';

function words(value: unknown): string {
  if (value === null || value === undefined || value === '') return 'none';
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.join(', ');
  return typeof value === 'number' ? value.toLocaleString('en') : String(value);
}

interface OtherEditsProps {
  readonly edits: readonly OtherEdit[];
  /** What the form calls its fields, by their paths. */
  readonly labels: Readonly<Record<string, string>>;
}

/** Says what somebody else changed while a form was filled in, and what becomes of it. */
export function OtherEdits({ edits, labels }: OtherEditsProps) {
  if (edits.length === 0) return null;
  return (
    <Alert color="yellow" title="Somebody else changed this meanwhile" role="alert">
      <List size="sm" spacing={4}>
        {edits.map(({ path, was, now, isAlsoMine }) => (
          <List.Item key={path} className="long-text">
            <b>{labels[path] ?? path}</b>: {words(now)} now, before that {words(was)}
            {isAlsoMine && '. You changed it too: yours is what will be saved'}
          </List.Item>
        ))}
      </List>
      <Text size="sm" mt="xs">
        Nothing of it is lost, and what you typed is kept. Save when it fits together.
      </Text>
    </Alert>
  );
}
