import { Badge } from '@mantine/core';
import { Dimmed } from '../records/dimmed.tsx';
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
  if (expiresAt === null) return <Dimmed>Never</Dimmed>;
  const state = expiryState(expiresAt, now);
  return (
    <Badge color={EXPIRY_COLORS[state]}>
      {state === 'over' && 'Expired '}
      <Moment at={expiresAt} now={now} />
    </Badge>
  );
}
