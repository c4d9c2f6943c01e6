import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import type { Account } from '../accounts/account-queries.ts';
import { AccountState } from '../accounts/account-state.tsx';
import { ConnectAccountForm } from '../accounts/connect-account-form.tsx';
import { Section } from '../frame/section.tsx';
import { actionsColumn, type Column, RecordTable } from '../records/record-table.tsx';

const columns = (onChosen: (account: Account) => void): readonly Column<Account>[] => [
  {
    title: 'Name',
    cell: ({ name, looker }) => (
      <div>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed" className="long-text">
          {looker.base_url}
        </Text>
      </div>
    ),
  },
  { title: 'State', cell: ({ state }) => <AccountState state={state} /> },
  actionsColumn(
    (account) => (
      <Button size="xs" maw={240} onClick={() => onChosen(account)}>
        Use {account.name}
      </Button>
    ),
    'Choose',
  ),
];

interface LookerStepProps {
  readonly accounts: readonly Account[];
  readonly onChosen: (account: Account) => void;
}

/** A Looker that is connected already, such as the sample, or one to connect now. */
export function LookerStep({ accounts, onChosen }: LookerStepProps) {
  const [isConnecting, setConnecting] = useState(accounts.length === 0);
  if (isConnecting)
    return (
      <Section
        title="Connect your Looker"
        lead="You need the address of the instance and an API key of a Looker user (Looker: Admin, Users, Edit API keys)."
      >
        <Stack maw={560}>
          <ConnectAccountForm
            onConnected={onChosen}
            onCancel={accounts.length === 0 ? undefined : () => setConnecting(false)}
          />
        </Stack>
      </Section>
    );
  return (
    <Section title="Which Looker" lead="The first URL will lead to it.">
      <RecordTable
        label="Connected Lookers"
        columns={columns(onChosen)}
        rows={accounts}
        rowKey={({ id }) => id}
        isBare
      />
      <Group>
        <Button variant="default" onClick={() => setConnecting(true)}>
          Connect another one
        </Button>
      </Group>
    </Section>
  );
}
