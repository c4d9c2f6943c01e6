import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api, ifMatch } from '../api/client.ts';
import { SecretDialog, useHeldOpen } from '../dialogs/secret-dialog.tsx';
import { ShownOnce } from '../dialogs/shown-once.tsx';
import { ProblemState } from '../states/problem-state.tsx';
import { SERVERS, type Server, serverPath } from './server-queries.ts';

const GRACES = [
  { value: '0', label: 'Ends at once' },
  { value: '3600', label: 'Works for one more hour' },
  { value: '86400', label: 'Works for one more day' },
];

interface RotateDialogProps {
  readonly server: Server;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function RotateDialog({ server, opened, onClose }: RotateDialogProps) {
  return (
    <SecretDialog title={`Give ${server.name} a new URL`} opened={opened} onClose={onClose}>
      <RotateForm server={server} onClose={onClose} />
    </SecretDialog>
  );
}

function RotateForm({ server, onClose }: Omit<RotateDialogProps, 'opened'>) {
  const queryClient = useQueryClient();
  const [grace, setGrace] = useState<string | null>('0');
  const rotate = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/integrated-account/{account_id}/mcp/{mcp_id}/rotate', {
          params: { path: serverPath(server), header: ifMatch(server) },
          body: { grace_seconds: Number(grace ?? 0) },
        }),
      ),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: SERVERS }),
  });
  useHeldOpen(rotate.isPending || rotate.isSuccess);
  if (rotate.isSuccess)
    return (
      <ShownOnce
        label="URL"
        value={rotate.data.url}
        note="The gateway keeps a digest only and cannot show this URL again."
        onDone={onClose}
      />
    );
  return (
    <Stack>
      <Text size="sm">
        Everything else stays: tools, limits, expiry and the log. Whoever uses it needs the new URL.
      </Text>
      <Select label="The old URL" data={GRACES} value={grace} onChange={setGrace} allowDeselect={false} />
      {rotate.isError && <ProblemState problem={rotate.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} disabled={rotate.isPending}>
          Cancel
        </Button>
        <Button onClick={() => rotate.mutate()} loading={rotate.isPending}>
          Rotate
        </Button>
      </Group>
    </Stack>
  );
}
