import { Modal, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import type { DialogProps } from '../dialogs/dialog-props.ts';
import { FormEnd } from '../forms/form-end.tsx';
import { useRefusals } from '../forms/form-problems.ts';
import { doneNote } from '../states/done-note.ts';
import { type Account, changeAccount } from './account-queries.ts';
import { addressProblem, CONNECTION_PLACES, CredentialFields, type LookerFields } from './credential-fields.tsx';

export function ReplaceCredentialsDialog({ account, opened, onClose }: DialogProps & { account: Account }) {
  return (
    <Modal title={`Replace the credentials of ${account.name}`} opened={opened} onClose={onClose}>
      <ReplaceForm account={account} onClose={onClose} />
    </Modal>
  );
}

/** Only what was typed is changed. */
const given = (looker: LookerFields) => Object.fromEntries(Object.entries(looker).filter(([, text]) => text !== ''));

function ReplaceForm({ account, onClose }: { account: Account; onClose: () => void }) {
  const form = useForm({
    initialValues: { looker: { base_url: account.looker.base_url, client_id: '', client_secret: '' } },
    validate: { looker: { base_url: addressProblem } },
  });
  const { unplaced, refused } = useRefusals(form, CONNECTION_PLACES);
  const replace = useMutation({
    mutationFn: (looker: LookerFields) => changeAccount(account, { looker: given(looker) }),
    meta: { changes: ['accounts'] },
    onSuccess: () => {
      doneNote('Looker took the new credentials.');
      onClose();
    },
    onError: refused,
  });
  return (
    <form onSubmit={form.onSubmit(({ looker }) => replace.mutate(looker))} noValidate>
      <Stack>
        <CredentialFields form={form} isReplacing />
        <Text size="sm" c="dimmed">
          They are tried on Looker first; if it refuses, the old ones stay. MCP URLs stay the same.
        </Text>
        <FormEnd problem={unplaced} button="Check and replace" isPending={replace.isPending} onCancel={onClose} />
      </Stack>
    </form>
  );
}
