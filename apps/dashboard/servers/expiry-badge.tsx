import { Badge, Text } from '@mantine/core';
import { Moment } from '../shell/moment.tsx';

const SOON_MS = 3 * 86_400_000;

/** How long a URL still works. */
export function ExpiryBadge({ expiresAt }: { expiresAt: string | null }) {
  if (expiresAt === null)
    return (
      <Text span c="dimmed" inherit>
        Never
      </Text>
    );
  const left = new Date(expiresAt).getTime() - Date.now();
  const [color, prefix] = left <= 0 ? ['red', 'Expired '] : left < SOON_MS ? ['orange', ''] : ['teal', ''];
  return (
    <Badge color={color} variant="light" tt="none">
      {prefix}
      <Moment at={expiresAt} />
    </Badge>
  );
}
