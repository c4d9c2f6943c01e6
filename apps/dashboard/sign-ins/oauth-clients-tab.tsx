import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { PlusIcon } from '@radix-ui/react-icons';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api, ifMatch } from '../api/client.ts';
import { SecretDialog } from '../dialogs/secret-dialog.tsx';
import { TypedNameDialog } from '../dialogs/typed-name-dialog.tsx';
import { CopyIconButton } from '../records/copy-text.tsx';
import { Fingerprint } from '../records/fingerprint.tsx';
import { Moment } from '../records/moment.tsx';
import { actionsColumn, type Column, RecordTable } from '../records/record-table.tsx';
import { useMay } from '../session/session-query.ts';
import { EmptyState } from '../states/empty-state.tsx';
import { QueryView } from '../states/query-view.tsx';
import { OauthClientForm } from './oauth-client-form.tsx';
import { type OauthClient, oauthClientsQuery } from './sign-in-queries.ts';

const COLUMNS: readonly Column<OauthClient>[] = [
  {
    title: 'Name',
    cell: ({ id, name }) => (
      <Stack gap={0}>
        <b className="long-text">{name}</b>
        <Group gap={4} wrap="nowrap">
          <Text size="sm" c="dimmed" className="long-text">
            Client ID {id}
          </Text>
          <CopyIconButton value={id} label={`Copy the client ID of ${name}`} />
        </Group>
      </Stack>
    ),
  },
  {
    title: 'Secret',
    cell: ({ fingerprint }) =>
      fingerprint === null ? (
        'None'
      ) : (
        <span>
          ends in <Fingerprint text={fingerprint} />
        </span>
      ),
  },
  {
    title: 'Takes its answers at',
    cell: ({ redirect_uris, allow_client_credentials }) => (
      <Stack gap={2} maw={360}>
        {redirect_uris.map((uri) => (
          <Text key={uri} size="sm" title={uri}>
            {URL.canParse(uri) ? new URL(uri).host || uri : uri}
          </Text>
        ))}
        {allow_client_credentials && (
          <Badge variant="default" fw={400} size="sm">
            also without a person
          </Badge>
        )}
      </Stack>
    ),
  },
  { title: 'Registered', cell: ({ created_at }) => <Moment at={created_at} /> },
];

const endColumn = (end: (client: OauthClient) => void) =>
  actionsColumn<OauthClient>((client) => (
    <Button size="xs" variant="subtle" color="red" aria-label={`End ${client.name}`} onClick={() => end(client)}>
      End
    </Button>
  ));

/** Clients with an id and a secret that an admin enters by hand, as in the advanced settings of Claude's connectors. */
export function OauthClientsTab() {
  const clients = useQuery(oauthClientsQuery);
  const may = useMay('mcp_servers:write');
  const [opened, { open, close }] = useDisclosure();
  const [leaving, setLeaving] = useState<OauthClient | null>(null);
  const register = may && (
    <Button leftSection={<PlusIcon />} onClick={open}>
      Register a client
    </Button>
  );
  return (
    <Stack>
      {clients.data?.length !== 0 && <Group justify="flex-end">{register}</Group>}
      <QueryView
        query={clients}
        empty={
          <EmptyState title="No client was registered by hand" action={register}>
            Most clients register themselves. Register one where your organization lets in only those that it knows, or
            for the advanced settings of Claude’s connectors.
          </EmptyState>
        }
      >
        {(rows) => (
          <RecordTable
            label="OAuth clients"
            columns={may ? [...COLUMNS, endColumn(setLeaving)] : COLUMNS}
            rows={rows}
            rowKey={({ id }) => id}
          />
        )}
      </QueryView>
      <SecretDialog title="Register a client" opened={opened} onClose={close}>
        <OauthClientForm onClose={close} />
      </SecretDialog>
      <EndDialog client={leaving} onClose={() => setLeaving(null)} />
    </Stack>
  );
}

function EndDialog({ client, onClose }: { client: OauthClient | null; onClose: () => void }) {
  const end = useMutation({
    mutationFn: async () => {
      if (client === null) return;
      const params = { path: { id: client.id }, header: ifMatch(client) };
      await answer(api.DELETE('/oauth-client/{id}', { params }));
    },
    meta: { changes: ['oauth-clients', 'sign-ins'] },
    onSuccess: onClose,
  });
  return (
    <TypedNameDialog
      title="End an OAuth client"
      name={client?.name ?? ''}
      consequences={[
        'Nobody can sign in with it any more.',
        'Everybody who let it in is signed out, and calls under way end.',
      ]}
      button="End the client"
      mutation={end}
      opened={client !== null}
      onClose={onClose}
    />
  );
}
