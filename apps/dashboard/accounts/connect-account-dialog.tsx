import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api, type Schemas } from '../api/client.ts';
import { doneNote } from '../shell/done-note.ts';
import { showAtFields } from '../shell/form-problems.ts';
import { ProblemState } from '../shell/problem-state.tsx';
import { accountsQuery } from './account-queries.ts';
import { CONNECTION_PLACES, CredentialFields } from './credential-fields.tsx';

interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function ConnectAccountDialog({ opened, onClose }: DialogProps) {
  return (
    <Modal title="Connect a Looker instance" opened={opened} onClose={onClose}>
      <ConnectForm onClose={onClose} />
    </Modal>
  );
}

function useConnect(onRefused: (problem: Error) => void) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: Schemas['CreateAccountDto']) => answer(api.POST('/integrated-account', { body })),
    onSuccess: async (account) => {
      await queryClient.invalidateQueries({ queryKey: accountsQuery.queryKey });
      doneNote(`${account.name} is connected.`);
      await navigate({ to: '/accounts/$accountId', params: { accountId: account.id } });
    },
    onError: onRefused,
  });
}

function ConnectForm({ onClose }: { onClose: () => void }) {
  const [unplaced, setUnplaced] = useState<Error | null>(null);
  const form = useForm({
    initialValues: { name: '', looker: { base_url: '', client_id: '', client_secret: '' } },
    validate: {
      name: isNotEmpty('What your team calls this instance'),
      looker: {
        base_url: isNotEmpty('The address of the instance'),
        client_id: isNotEmpty('The client ID of an API key'),
        client_secret: isNotEmpty('The client secret of the same key'),
      },
    },
  });
  const connect = useConnect((problem) => setUnplaced(showAtFields(form, problem, CONNECTION_PLACES) ? null : problem));
  return (
    <form onSubmit={form.onSubmit((body) => connect.mutate({ ...body, integration: 'looker' }))} noValidate>
      <Stack>
        <TextInput label="Name" placeholder="Acme BI" data-autofocus {...form.getInputProps('name')} />
        <CredentialFields form={form} />
        <Text size="sm" c="dimmed">
          The gateway logs in to Looker now, and stores nothing if that fails.
        </Text>
        {unplaced !== null && <ProblemState problem={unplaced} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={connect.isPending}>
            Check and connect
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
