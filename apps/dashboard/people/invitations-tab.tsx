import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { isEmail, useForm } from '@mantine/form';
import { useDisclosure } from '@mantine/hooks';
import { PlusIcon } from '@radix-ui/react-icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answer, api, ifMatch } from '../api/client.ts';
import { readAnew } from '../api/query-keys.ts';
import { SecretDialog, SecretForm } from '../dialogs/secret-dialog.tsx';
import { FormEnd } from '../forms/form-end.tsx';
import { useRefusals } from '../forms/form-problems.ts';
import { Moment } from '../records/moment.tsx';
import { actionsColumn, type Column, RecordTable, ROW_BUTTON } from '../records/record-table.tsx';
import { useMay, useSession } from '../session/session-query.ts';
import { failedNote } from '../states/done-note.ts';
import { EmptyState } from '../states/empty-state.tsx';
import { QueryView } from '../states/query-view.tsx';
import { type Invitation, invitationsQuery, type Role, roleLabel, rolesUpTo } from './people-queries.ts';

const COLUMNS: readonly Column<Invitation>[] = [
  { title: 'E-mail', cell: ({ email }) => <span className="long-text">{email}</span> },
  { title: 'Role', cell: ({ role }) => roleLabel(role) },
  { title: 'Invited', cell: ({ created_at }) => <Moment at={created_at} /> },
  { title: 'Expires', cell: ({ expires_at }) => <Moment at={expires_at} /> },
];

export function InvitationsTab() {
  const invitations = useQuery(invitationsQuery);
  const may = useMay('members:write');
  const [opened, { open, close }] = useDisclosure();
  const invite = may && (
    <Button leftSection={<PlusIcon />} onClick={open}>
      Invite
    </Button>
  );
  const columns = may ? [...COLUMNS, REVOKE_COLUMN] : COLUMNS;
  return (
    <Stack>
      {invitations.data?.length !== 0 && <Group justify="flex-end">{invite}</Group>}
      <QueryView
        query={invitations}
        empty={
          <EmptyState title="Nobody is invited right now" action={invite}>
            An invitation is a link that you pass on; who opens it joins with the role that you choose.
          </EmptyState>
        }
      >
        {(rows) => <RecordTable label="Invitations" columns={columns} rows={rows} rowKey={({ id }) => id} />}
      </QueryView>
      <SecretDialog title="Invite somebody" opened={opened} onClose={close}>
        <InviteForm onClose={close} />
      </SecretDialog>
    </Stack>
  );
}

const REVOKE_COLUMN: Column<Invitation> = actionsColumn((invitation) => <RevokeButton invitation={invitation} />);

function RevokeButton({ invitation }: { invitation: Invitation }) {
  const { id, email } = invitation;
  const queryClient = useQueryClient();
  const revoke = useMutation({
    mutationFn: () => answer(api.DELETE('/invitation/{id}', { params: { path: { id }, header: ifMatch(invitation) } })),
    onError: (problem) => failedNote(problem),
    onSettled: () => readAnew(queryClient, ['invitations']),
  });
  return (
    <Button
      {...ROW_BUTTON}
      color="red"
      loading={revoke.isPending}
      aria-label={`Revoke the invitation of ${email}`}
      onClick={() => revoke.mutate()}
    >
      Revoke
    </Button>
  );
}

function InviteForm({ onClose }: { onClose: () => void }) {
  const own = useSession()?.role ?? 'viewer';
  const role: Role = 'viewer';
  const form = useForm<{ email: string; role: Role }>({
    initialValues: { email: '', role },
    validate: { email: isEmail('Give an e-mail address.') },
  });
  const { unplaced, refused } = useRefusals(form, { 'organization.email_taken': 'email' });
  const invite = useMutation({
    mutationFn: (body: { email: string; role: Role }) => answer(api.POST('/invitation', { body })),
    meta: { changes: ['invitations'] },
    onError: refused,
  });
  return (
    <SecretForm
      making={invite}
      secretOf={({ url: value, email }) => ({
        label: 'invitation link',
        value,
        note: `Send it to ${email}; the gateway sends no mail. The link works once, and cannot be shown again.`,
      })}
      onDone={onClose}
    >
      <form onSubmit={form.onSubmit((body) => invite.mutate(body))} noValidate>
        <Stack>
          <TextInput label="E-mail" type="email" data-autofocus {...form.getInputProps('email')} />
          <Select label="Role" allowDeselect={false} data={rolesUpTo(own)} {...form.getInputProps('role')} />
          <FormEnd problem={unplaced} button="Make the link" isPending={invite.isPending} isHeld onCancel={onClose} />
        </Stack>
      </form>
    </SecretForm>
  );
}
