import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { PlusIcon } from '@radix-ui/react-icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { accountsQuery } from '../accounts/account-queries.ts';
import { answer, api, ifMatch } from '../api/client.ts';
import { SecretDialog } from '../dialogs/secret-dialog.tsx';
import { TypedNameDialog } from '../dialogs/typed-name-dialog.tsx';
import { ExpiryBadge } from '../expiry/expiry-badge.tsx';
import { Dimmed } from '../records/dimmed.tsx';
import { Fingerprint } from '../records/fingerprint.tsx';
import { Moment } from '../records/moment.tsx';
import { actionsColumn, type Column, RecordTable, ROW_BUTTON } from '../records/record-table.tsx';
import { useMay } from '../session/session-query.ts';
import { EmptyState } from '../states/empty-state.tsx';
import { QueryView } from '../states/query-view.tsx';
import { ApiTokenForm } from './api-token-form.tsx';
import { type ApiToken, apiTokensQuery } from './people-queries.ts';

const columns = (accountName: (id: string) => string): readonly Column<ApiToken>[] => [
  {
    title: 'Name',
    cell: ({ name, fingerprint }) => (
      <Stack gap={0}>
        <b className="long-text">{name}</b>
        {fingerprint !== null && (
          <Text size="sm" c="dimmed">
            ends in <Fingerprint text={fingerprint} />
          </Text>
        )}
      </Stack>
    ),
  },
  {
    title: 'May do',
    cell: ({ scopes }) => (
      <Group gap={4} maw={380}>
        {scopes.map((scope) => (
          <Badge key={scope} variant="default" fw={400} size="sm">
            {scope}
          </Badge>
        ))}
      </Group>
    ),
  },
  {
    title: 'Limited to',
    cell: ({ integrated_account_id: id }) => (id === null ? <Dimmed>All accounts</Dimmed> : accountName(id)),
  },
  { title: 'Expires', cell: ({ expires_at }) => <ExpiryBadge expiresAt={expires_at} /> },
  {
    title: 'Last used',
    cell: ({ last_used_at }) => (last_used_at === null ? <Dimmed>Not yet</Dimmed> : <Moment at={last_used_at} />),
  },
];

const revokeColumn = (revoke: (token: ApiToken) => void) =>
  actionsColumn<ApiToken>((token) => (
    <Button {...ROW_BUTTON} color="red" aria-label={`Revoke ${token.name}`} onClick={() => revoke(token)}>
      Revoke
    </Button>
  ));

/** What programs call the API with. */
export function ApiTokensTab() {
  const tokens = useQuery(apiTokensQuery);
  const accounts = useQuery(accountsQuery);
  const may = useMay('api_tokens:write');
  const [opened, { open, close }] = useDisclosure();
  const [leaving, setLeaving] = useState<ApiToken | null>(null);
  const plain = columns((id) => accounts.data?.find((account) => account.id === id)?.name ?? 'One account');
  const make = may && (
    <Button leftSection={<PlusIcon />} onClick={open}>
      Make an API token
    </Button>
  );
  return (
    <Stack>
      {tokens.data?.length !== 0 && <Group justify="flex-end">{make}</Group>}
      <QueryView
        query={tokens}
        empty={
          <EmptyState title="There is no API token" action={make}>
            Programs use one to call the API, and MCP clients as the second factor of a URL.
          </EmptyState>
        }
      >
        {(rows) => (
          <RecordTable
            label="API tokens"
            columns={may ? [...plain, revokeColumn(setLeaving)] : plain}
            rows={rows}
            rowKey={({ id }) => id}
          />
        )}
      </QueryView>
      <SecretDialog title="Make an API token" opened={opened} onClose={close}>
        <ApiTokenForm onClose={close} />
      </SecretDialog>
      <RevokeTokenDialog token={leaving} onClose={() => setLeaving(null)} />
    </Stack>
  );
}

export function RevokeTokenDialog({ token, onClose }: { token: ApiToken | null; onClose: () => void }) {
  const revoke = useMutation({
    mutationFn: async () => {
      if (token === null) return;
      const params = { path: { id: token.id }, header: ifMatch(token) };
      await answer(api.DELETE('/api-token/{id}', { params }));
    },
    meta: { changes: ['api-tokens'] },
    onSuccess: onClose,
  });
  return (
    <TypedNameDialog
      title="Revoke an API token"
      name={token?.name ?? ''}
      consequences={[
        'Programs that use it are refused from their next request on.',
        'MCP clients that use it as a second factor are refused too.',
        'What was made with it, URLs included, stays.',
      ]}
      button="Revoke the token"
      mutation={revoke}
      opened={token !== null}
      onClose={onClose}
    />
  );
}
