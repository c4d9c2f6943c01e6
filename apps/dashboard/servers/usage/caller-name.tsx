import { Stack, Text } from '@mantine/core';
import type { UsageRow } from './usage-queries.ts';

/** By the kind of caller: what a nameless one is called, and how it came in. */
const KINDS: Record<string, { gone: string; how: string }> = {
  member: { gone: 'A member who is gone', how: 'Member, trying tools in the dashboard' },
  api_token: { gone: 'A revoked API token', how: 'API token' },
};

/** Who called a server, as far as the call log knows. */
export function CallerName({ caller: { key, name } }: { caller: Pick<UsageRow, 'key' | 'name'> }) {
  const kind = KINDS[key.split(':')[0] ?? ''];
  return (
    <Stack gap={0}>
      <Text size="sm" fw={600} className="long-text">
        {kind === undefined ? 'The URL' : (name ?? kind.gone)}
      </Text>
      <Text size="xs" c="dimmed">
        {kind?.how ?? 'Whoever holds it; nobody else is known'}
      </Text>
    </Stack>
  );
}
