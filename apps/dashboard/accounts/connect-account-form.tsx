import { Stack, Text, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { answer, api, type Schemas } from '../api/client.ts';
import { FormEnd } from '../forms/form-end.tsx';
import { useRefusals } from '../forms/form-problems.ts';
import { doneNote } from '../states/done-note.ts';
import type { Account } from './account-queries.ts';
import { addressProblem, CONNECTION_PLACES, CredentialFields } from './credential-fields.tsx';

interface ConnectAccountFormProps {
  readonly onConnected: (account: Account) => unknown;
  readonly onCancel?: (() => void) | undefined;
}

function useConnect(onConnected: (account: Account) => unknown, onRefused: (problem: Error) => void) {
  return useMutation({
    mutationFn: (body: Schemas['CreateAccountDto']) => answer(api.POST('/integrated-account', { body })),
    meta: { changes: ['accounts'] },
    onSuccess: async (account) => {
      doneNote(`${account.name} is connected.`);
      await onConnected(account);
    },
    onError: onRefused,
  });
}

/** Connects a Looker, after a login that says in the words of the instance what is wrong. */
export function ConnectAccountForm({ onConnected, onCancel }: ConnectAccountFormProps) {
  const form = useForm({
    initialValues: { name: '', looker: { base_url: '', client_id: '', client_secret: '' } },
    validate: {
      name: isNotEmpty('Give it a name.'),
      looker: {
        base_url: addressProblem,
        client_id: isNotEmpty('Type the client ID of an API key.'),
        client_secret: isNotEmpty('Type the client secret of the same key.'),
      },
    },
  });
  const { unplaced, refused } = useRefusals(form, CONNECTION_PLACES);
  const connect = useConnect(onConnected, refused);
  return (
    <form onSubmit={form.onSubmit((body) => connect.mutate({ ...body, integration: 'looker' }))} noValidate>
      <Stack>
        <TextInput label="Name" placeholder="Acme BI" data-autofocus {...form.getInputProps('name')} />
        <CredentialFields form={form} />
        <Text size="sm" c="dimmed">
          The gateway logs in to Looker now, and stores nothing if that fails.
        </Text>
        <FormEnd problem={unplaced} button="Check and connect" isPending={connect.isPending} onCancel={onCancel} />
      </Stack>
    </form>
  );
}
