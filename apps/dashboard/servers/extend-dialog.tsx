import { Modal, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import type { DialogProps } from '../dialogs/dialog-props.ts';
import { EXPIRY_RULES, type ExpiryKind, type ExpiryValues, expiryOf } from '../expiry/expiry.ts';
import { ExpiryFields } from '../expiry/expiry-fields.tsx';
import { FormEnd } from '../forms/form-end.tsx';
import { doneNote } from '../states/done-note.ts';
import { changeServer, type Server } from './server-queries.ts';

export function ExtendDialog({ server, opened, onClose }: DialogProps & { server: Server }) {
  return (
    <Modal title={`When ${server.name} ends`} opened={opened} onClose={onClose}>
      <ExtendForm server={server} onClose={onClose} />
    </Modal>
  );
}

function ExtendForm({ server, onClose }: { server: Server; onClose: () => void }) {
  const expiryKind: ExpiryKind = 'duration';
  const form = useForm<ExpiryValues>({ initialValues: { expiryKind, days: 30, date: null }, validate: EXPIRY_RULES });
  const extend = useMutation({
    mutationFn: (values: ExpiryValues) => changeServer(server, { expires_at: expiryOf(values, new Date()) }),
    meta: { changes: ['servers'] },
    onSuccess: () => {
      doneNote('The expiry is changed; the URL stays the same.');
      onClose();
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => extend.mutate(values))} noValidate>
      <Stack>
        <ExpiryFields form={form} />
        <FormEnd problem={extend.error} button="Change" isPending={extend.isPending} onCancel={onClose} />
      </Stack>
    </form>
  );
}
