import { Badge } from '@mantine/core';
import type { Account } from './account-queries.ts';

const STATES: Record<Account['state'], { label: string; color: string }> = {
  connected: { label: 'Connected', color: 'teal' },
  needs_reauth: { label: 'Needs new credentials', color: 'red' },
  unreachable: { label: 'Does not answer', color: 'orange' },
};

export function AccountState({ state }: { state: Account['state'] }) {
  const { label, color } = STATES[state];
  return <Badge color={color}>{label}</Badge>;
}
