import { Button, Menu } from '@mantine/core';
import {
  ActivityLogIcon,
  CalendarIcon,
  CheckCircledIcon,
  CopyIcon,
  MixerHorizontalIcon,
  Pencil1Icon,
  PlayIcon,
  TrashIcon,
  UpdateIcon,
} from '@radix-ui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api, ifMatch } from '../api/client.ts';
import { readAnew } from '../api/query-keys.ts';
import type { DialogProps } from '../dialogs/dialog-props.ts';
import { RenameDialog } from '../dialogs/rename-dialog.tsx';
import { TypedNameDialog } from '../dialogs/typed-name-dialog.tsx';
import { MoreActions } from '../frame/more-actions.tsx';
import { doneNote } from '../states/done-note.ts';
import { ExtendDialog } from './extend-dialog.tsx';
import { RotateDialog } from './rotate-dialog.tsx';
import { changeServer, type Server, serverPath } from './server-queries.ts';

type Dialog = 'extend' | 'rotate' | 'rename' | 'revoke';

/** What can be done to a server, for those who may. */
export function ServerActions({ server }: { server: Server }) {
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const close = () => setDialog(null);
  const page = `/servers/${server.integrated_account_id}/${server.id}`;
  return (
    <>
      <Button component={Link} to={`${page}/try`} variant="default" leftSection={<PlayIcon />}>
        Try a tool
      </Button>
      <Button component={Link} to={`${page}/edit`} variant="default" leftSection={<MixerHorizontalIcon />}>
        Edit
      </Button>
      <Button variant="default" leftSection={<CalendarIcon />} onClick={() => setDialog('extend')}>
        Change expiry
      </Button>
      <Button color="red" variant="light" leftSection={<TrashIcon />} onClick={() => setDialog('revoke')}>
        Revoke
      </Button>
      <MoreActions>
        <Menu.Item component={Link} to={`${page}/check`} leftSection={<CheckCircledIcon />}>
          Check the connection
        </Menu.Item>
        <Menu.Item component={Link} to={`${page}/capture`} leftSection={<ActivityLogIcon />}>
          Record its messages
        </Menu.Item>
        {server.config.auth !== 'oauth' && (
          <Menu.Item leftSection={<UpdateIcon />} onClick={() => setDialog('rotate')}>
            Rotate the URL
          </Menu.Item>
        )}
        <Menu.Item
          component={Link}
          to={`/servers/new?account=${server.integrated_account_id}&copyOf=${server.id}`}
          leftSection={<CopyIcon />}
        >
          Issue another like it
        </Menu.Item>
        <Menu.Item leftSection={<Pencil1Icon />} onClick={() => setDialog('rename')}>
          Rename
        </Menu.Item>
      </MoreActions>
      <ExtendDialog server={server} opened={dialog === 'extend'} onClose={close} />
      <RotateDialog server={server} opened={dialog === 'rotate'} onClose={close} />
      <RenameDialog
        name={server.name}
        rename={(name) => changeServer(server, { name })}
        changes="servers"
        opened={dialog === 'rename'}
        onClose={close}
      />
      <RevokeDialog server={server} opened={dialog === 'revoke'} onClose={close} />
    </>
  );
}

interface RevokeProps extends DialogProps {
  readonly server: Server;
  /** The page to be on when it is gone. */
  readonly leadsTo?: '/servers' | '/contractors';
}

export function RevokeDialog({ server, opened, onClose, leadsTo = '/servers' }: RevokeProps) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const revoke = useMutation({
    mutationFn: () =>
      answer(
        api.DELETE('/integrated-account/{account_id}/mcp/{mcp_id}', {
          params: { path: serverPath(server), header: ifMatch(server) },
        }),
      ),
    onSuccess: async () => {
      await navigate({ to: leadsTo });
      queryClient.removeQueries({ queryKey: ['servers', 'one', server.id] });
      await readAnew(queryClient, ['servers']);
      doneNote(`${server.name} is revoked.`);
    },
  });
  return (
    <TypedNameDialog
      title={`Revoke ${server.name}`}
      name={server.name}
      consequences={[
        'Its URL stops working at once, for everybody who has it.',
        'Calls that are under way get no answer any more.',
        'The call log and the audit trail keep what was done with it. This cannot be undone.',
      ]}
      button="Revoke the URL"
      mutation={revoke}
      opened={opened}
      onClose={onClose}
    />
  );
}
