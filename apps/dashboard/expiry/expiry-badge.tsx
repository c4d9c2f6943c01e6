import { Badge, Text } from '@mantine/core';
import { Moment, useNow } from '../records/moment.tsx';
import { type ExpiryState, expiryState } from './expiry.ts';

export const EXPIRY_COLORS: Record<ExpiryState, string> = {
  endless: 'gray',
  running: 'teal',
  soon: 'orange',
  over: 'red',
};

/** How long a URL still works. */
export function ExpiryBadge({ expiresAt }: { expiresAt: string | null }) {
  const now = useNow(expiresAt);
  if (expiresAt === null)
    return (
      <Text span c="dimmed" inherit>
        Never
      </Text>
    );
  const state = expiryState(expiresAt, now);
  return (
    <Badge color={EXPIRY_COLORS[state]} variant="light" tt="none">
      {state === 'over' && 'Expired '}
      <Moment at={expiresAt} now={now} />
    </Badge>
  );
}
