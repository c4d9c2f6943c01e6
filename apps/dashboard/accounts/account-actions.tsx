import { Button, Menu } from '@mantine/core';
import { Pencil1Icon, ReloadIcon, TrashIcon, UpdateIcon } from '@radix-ui/react-icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api, ifMatch } from '../api/client.ts';
import { readAnew } from '../api/query-keys.ts';
import type { DialogProps } from '../dialogs/dialog-props.ts';
import { RenameDialog } from '../dialogs/rename-dialog.tsx';
import { TypedNameDialog } from '../dialogs/typed-name-dialog.tsx';
import { MoreActions } from '../frame/more-actions.tsx';
import { serversQuery } from '../servers/server-queries.ts';
import { doneNote, failedNote } from '../states/done-note.ts';
import { type Account, changeAccount } from './account-queries.ts';
import { ReplaceCredentialsDialog } from './replace-credentials-dialog.tsx';

type Dialog = 'credentials' | 'rename' | 'delete';

function useRefresh(account: Account) {
  const queryClient = useQueryClient();
  return useMutation({
    mutationFn: () =>
      answer(
        api.POST('/integrated-account/{id}/refresh', {
          params: { path: { id: account.id }, header: ifMatch(account) },
        }),
      ),
    onSuccess: () => doneNote('Logged in to Looker again and read what it can do.'),
    onError: (problem) => failedNote(problem),
    onSettled: () => readAnew(queryClient, ['accounts']),
  });
}

/** What can be done to an account, for those who may. */
export function AccountActions({ account }: { account: Account }) {
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  const refresh = useRefresh(account);
  return (
    <>
      <Button
        variant="default"
        leftSection={<ReloadIcon />}
        loading={refresh.isPending}
        onClick={() => refresh.mutate()}
      >
        Refresh
      </Button>
      <MoreActions>
        <Menu.Item leftSection={<UpdateIcon />} onClick={() => setDialog('credentials')}>
          Replace credentials
        </Menu.Item>
        <Menu.Item leftSection={<Pencil1Icon />} onClick={() => setDialog('rename')}>
          Rename
        </Menu.Item>
        <Menu.Item color="red" leftSection={<TrashIcon />} onClick={() => setDialog('delete')}>
          Delete
        </Menu.Item>
      </MoreActions>
      <ReplaceCredentialsDialog account={account} opened={dialog === 'credentials'} onClose={close} />
      <RenameDialog
        name={account.name}
        rename={(name) => changeAccount(account, { name })}
        changes="accounts"
        opened={dialog === 'rename'}
        onClose={close}
      />
      <DeleteAccountDialog account={account} opened={dialog === 'delete'} onClose={close} />
    </>
  );
}

function DeleteAccountDialog({ account, opened, onClose }: DialogProps & { account: Account }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const servers = useQuery(serversQuery(account.id));
  const remove = useMutation({
    mutationFn: () =>
      answer(
        api.DELETE('/integrated-account/{id}', { params: { path: { id: account.id }, header: ifMatch(account) } }),
      ),
    onSuccess: async () => {
      await navigate({ to: '/accounts' });
      await queryClient.invalidateQueries();
      doneNote(`${account.name} is deleted.`);
    },
  });
  const count = servers.data?.length ?? 0;
  return (
    <TypedNameDialog
      title={`Delete ${account.name}`}
      name={account.name}
      consequences={[
        count === 1
          ? 'Its MCP server is deleted, and its URL stops working at once.'
          : `Its ${count} MCP servers are deleted, and their URLs stop working at once.`,
        'The sealed Looker credentials are deleted. The API key in Looker stays: remove it there.',
        'API tokens limited to this account are deleted too.',
        'The call log and the audit trail keep what happened. This cannot be undone.',
      ]}
      button="Delete the account"
      mutation={remove}
      opened={opened}
      onClose={onClose}
    />
  );
}
