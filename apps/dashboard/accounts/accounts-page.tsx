import { Anchor, Button, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { PlusIcon } from '@radix-ui/react-icons';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { PageHeader } from '../frame/page-header.tsx';
import { Moment } from '../records/moment.tsx';
import { type Column, RecordTable } from '../records/record-table.tsx';
import { useMay } from '../session/session-query.ts';
import { EmptyState } from '../states/empty-state.tsx';
import { QueryView } from '../states/query-view.tsx';
import { type Account, accountsQuery } from './account-queries.ts';
import { AccountState } from './account-state.tsx';
import { ConnectAccountForm } from './connect-account-form.tsx';

const COLUMNS: readonly Column<Account>[] = [
  {
    title: 'Name',
    cell: ({ id, name }) => (
      <Anchor component={Link} to={`/accounts/${id}`} fw={600}>
        {name}
      </Anchor>
    ),
  },
  { title: 'Address', cell: ({ looker }) => <span className="long-text">{looker.base_url}</span> },
  {
    title: 'State',
    cell: ({ state, state_reason }) => (
      <Stack gap={4} maw={360}>
        <AccountState state={state} />
        {state_reason !== null && (
          <Text size="sm" c="dimmed">
            {state_reason}
          </Text>
        )}
      </Stack>
    ),
  },
  { title: 'Looker', cell: ({ looker }) => looker.release ?? 'unknown' },
  { title: 'Acts as', cell: ({ looker }) => looker.user_name ?? 'unknown' },
  { title: 'Connected', cell: ({ created_at }) => <Moment at={created_at} /> },
];

/** The Looker instances of the organization. */
export function AccountsPage() {
  const accounts = useQuery(accountsQuery);
  const may = useMay('accounts:write');
  const navigate = useNavigate();
  const [opened, { open, close }] = useDisclosure();
  const connect = may && (
    <Button leftSection={<PlusIcon />} onClick={open}>
      Connect Looker
    </Button>
  );
  return (
    <>
      <PageHeader
        title="Integrated accounts"
        lead="Each is one Looker instance with an API key. MCP URLs are issued on top of it and never carry the key."
        actions={accounts.data?.length !== 0 && connect}
      />
      <QueryView
        query={accounts}
        empty={
          <EmptyState title="No Looker is connected yet" action={connect}>
            You need the address of the instance and an API key of a Looker user (Looker: Admin, Users, Edit API keys).
          </EmptyState>
        }
      >
        {(rows) => <RecordTable label="Integrated accounts" columns={COLUMNS} rows={rows} rowKey={({ id }) => id} />}
      </QueryView>
      <Modal title="Connect a Looker instance" opened={opened} onClose={close}>
        <ConnectAccountForm
          onConnected={({ id }) => navigate({ to: '/accounts/$accountId', params: { accountId: id } })}
          onCancel={close}
        />
      </Modal>
    </>
  );
}
