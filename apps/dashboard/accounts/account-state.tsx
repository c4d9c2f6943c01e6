import { Alert, Badge } from '@mantine/core';
import type { Account } from './account-queries.ts';

/** `title`: over the reason that the record gives. */
const STATES: Record<Account['state'], { label: string; color: string; title: string }> = {
  connected: { label: 'Connected', color: 'teal', title: 'Looker answers' },
  needs_reauth: { label: 'Needs new credentials', color: 'red', title: 'Looker refused the last login' },
  unreachable: { label: 'Does not answer', color: 'orange', title: 'Looker did not answer the last calls' },
};

export function AccountState({ state }: { state: Account['state'] }) {
  const { label, color } = STATES[state];
  return <Badge color={color}>{label}</Badge>;
}

/** Why it is in this state, where the record says why. */
export function StateReason({ account: { state, state_reason: reason } }: { account: Account }) {
  if (reason === null) return null;
  const { title, color } = STATES[state];
  return (
    <Alert color={color} title={title}>
      {reason}
    </Alert>
  );
}
