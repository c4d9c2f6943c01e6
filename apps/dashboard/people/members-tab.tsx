import { Button, Select, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api, ifMatch } from '../api/client.ts';
import { readAnew } from '../api/query-keys.ts';
import { TypedNameDialog } from '../dialogs/typed-name-dialog.tsx';
import { Moment } from '../records/moment.tsx';
import { actionsColumn, type Column, RecordTable, ROW_BUTTON } from '../records/record-table.tsx';
import { useMay, useSession } from '../session/session-query.ts';
import { doneNote, failedNote } from '../states/done-note.ts';
import { QueryView } from '../states/query-view.tsx';
import { type Member, membersQuery, ROLES, type Role, roleLabel } from './people-queries.ts';

const rank = (role: Role) => ROLES.findIndex(({ value }) => value === role);

export function MembersTab() {
  const members = useQuery(membersQuery);
  const session = useSession();
  const may = useMay('members:write');
  const [leaving, setLeaving] = useState<string | null>(null);
  const own = session?.role ?? 'viewer';
  const touchable = ({ id, role }: Member) => may && rank(role) <= rank(own) && id !== session?.member.id;
  const columns: readonly Column<Member>[] = [
    {
      title: 'E-mail',
      cell: ({ id, email }) => (
        <span className="long-text">
          {email}
          {id === session?.member.id && (
            <Text span c="dimmed" size="sm">
              {' '}
              you
            </Text>
          )}
        </span>
      ),
    },
    {
      title: 'Role',
      cell: (member) => (touchable(member) ? <RoleSelect member={member} own={own} /> : roleLabel(member.role)),
    },
    { title: 'Joined', cell: ({ created_at }) => <Moment at={created_at} /> },
    ...(may ? [removeColumn(touchable, ({ id }) => setLeaving(id))] : []),
  ];
  return (
    <>
      <QueryView query={members}>
        {(rows) => <RecordTable label="Members" columns={columns} rows={rows} rowKey={({ id }) => id} />}
      </QueryView>
      <RemoveDialog member={members.data?.find(({ id }) => id === leaving) ?? null} onClose={() => setLeaving(null)} />
    </>
  );
}

const removeColumn = (touchable: (member: Member) => boolean, remove: (member: Member) => void) =>
  actionsColumn<Member>(
    (member) =>
      touchable(member) && (
        <Button {...ROW_BUTTON} color="red" aria-label={`Remove ${member.email}`} onClick={() => remove(member)}>
          Remove
        </Button>
      ),
  );

function RoleSelect({ member: shown, own }: { member: Member; own: Role }) {
  const { id, email, role } = shown;
  const queryClient = useQueryClient();
  const change = useMutation({
    mutationFn: (chosen: Role) =>
      answer(api.PATCH('/member/{id}', { params: { path: { id }, header: ifMatch(shown) }, body: { role: chosen } })),
    onSuccess: (member) => doneNote(`${email} is ${roleLabel(member.role).toLowerCase()} now.`),
    onError: (problem) => failedNote(problem),
    onSettled: () => readAnew(queryClient, ['members']),
  });
  return (
    <Select
      aria-label={`Role of ${email}`}
      size="xs"
      w={130}
      allowDeselect={false}
      disabled={change.isPending}
      data={ROLES.slice(0, rank(own) + 1).map(({ value, label }) => ({ value, label }))}
      value={role}
      onChange={(chosen) => chosen !== null && chosen !== role && change.mutate(chosen)}
    />
  );
}

function RemoveDialog({ member, onClose }: { member: Member | null; onClose: () => void }) {
  const remove = useMutation({
    mutationFn: async () => {
      if (member === null) return;
      const params = { path: { id: member.id }, header: ifMatch(member) };
      await answer(api.DELETE('/member/{id}', { params }));
    },
    meta: { changes: ['members'] },
    onSuccess: onClose,
  });
  return (
    <TypedNameDialog
      title="Remove a member"
      name={member?.email ?? ''}
      consequences={[
        'All of their sessions end at once, and they cannot sign in any more.',
        'URLs and API tokens that they made go on working: revoke those that should not.',
      ]}
      button="Remove the member"
      mutation={remove}
      opened={member !== null}
      onClose={onClose}
    />
  );
}
