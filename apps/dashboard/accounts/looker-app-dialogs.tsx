import { Modal, Stack, Text, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import type { DialogProps } from '../dialogs/dialog-props.ts';
import { FormEnd } from '../forms/form-end.tsx';
import { useRefusals } from '../forms/form-problems.ts';
import { CopyBlock } from '../records/copy-text.tsx';
import { doneNote } from '../states/done-note.ts';
import { type Account, changeAccount, type LookerApps, registerApp } from './account-queries.ts';

/** What an administrator of Looker clicks where the gateway may not register itself, and the guid that results. */
export function ByHandDialog({ account, apps, opened, onClose }: DialogProps & { account: Account; apps: LookerApps }) {
  return (
    <Modal title="Register the gateway by hand" opened={opened} onClose={onClose}>
      <ByHandForm account={account} apps={apps} onClose={onClose} />
    </Modal>
  );
}

function ByHandForm({ account, apps, onClose }: { account: Account; apps: LookerApps; onClose: () => void }) {
  const own = apps.apps.find(({ preset }) => preset === 'gateway');
  const form = useForm({ initialValues: { oauth_client_guid: account.oauth_client_guid ?? own?.client_guid ?? '' } });
  const { unplaced, refused } = useRefusals(form);
  const save = useMutation({
    mutationFn: ({ oauth_client_guid: guid }: { oauth_client_guid: string }) =>
      changeAccount(account, { oauth_client_guid: guid === '' ? null : guid }),
    meta: { changes: ['accounts'] },
    onSuccess: () => {
      doneNote('People sign in by this app from now on.');
      onClose();
    },
    onError: refused,
  });
  return (
    <form onSubmit={form.onSubmit((values) => save.mutate(values))} noValidate>
      <Stack>
        <Text size="sm">{apps.by_hand}</Text>
        {own !== undefined && (
          <>
            <CopyBlock label="client_guid" text={own.client_guid} />
            <CopyBlock label="body" text={JSON.stringify(own.registration, null, 2)} />
          </>
        )}
        <TextInput
          label="The guid that it has in Looker"
          description="Empty: nobody can sign in at this Looker."
          {...form.getInputProps('oauth_client_guid')}
        />
        <FormEnd problem={unplaced} button="Use this app" isPending={save.isPending} onCancel={onClose} />
      </Stack>
    </form>
  );
}

/** Registers an app that is none of the presets. */
export function OtherAppDialog({ account, opened, onClose }: DialogProps & { account: Account }) {
  return (
    <Modal title="Register another app in Looker" opened={opened} onClose={onClose}>
      <OtherAppForm account={account} onClose={onClose} />
    </Modal>
  );
}

function OtherAppForm({ account, onClose }: { account: Account; onClose: () => void }) {
  const form = useForm({
    initialValues: { client_guid: '', redirect_uri: '' },
    validate: {
      client_guid: isNotEmpty('Give it an ID.'),
      redirect_uri: isNotEmpty('Type the address where it takes its answers.'),
    },
  });
  const { unplaced, refused } = useRefusals(form);
  const register = useMutation({
    mutationFn: (values: { client_guid: string; redirect_uri: string }) =>
      registerApp(account, { preset: 'custom', ...values }),
    meta: { changes: ['accounts'] },
    onSuccess: (_, { client_guid }) => {
      doneNote(`Looker has the app ${client_guid}.`);
      onClose();
    },
    onError: refused,
  });
  return (
    <form onSubmit={form.onSubmit((values) => register.mutate(values))} noValidate>
      <Stack>
        <TextInput
          label="Client id"
          description="The client_guid by which Looker knows it, to be entered in the client."
          placeholder="my-agent"
          data-autofocus
          {...form.getInputProps('client_guid')}
        />
        <TextInput
          label="Redirect URI"
          placeholder="http://127.0.0.1:7777/oauth/callback"
          {...form.getInputProps('redirect_uri')}
        />
        <FormEnd problem={unplaced} button="Register it" isPending={register.isPending} onCancel={onClose} />
      </Stack>
    </form>
  );
}
