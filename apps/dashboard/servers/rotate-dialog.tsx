import { Select, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answer, api, ifMatch } from '../api/client.ts';
import { SecretDialog, SecretForm } from '../dialogs/secret-dialog.tsx';
import { FormEnd } from '../forms/form-end.tsx';
import { type Server, serverPath } from './server-queries.ts';

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
  const [grace, setGrace] = useState<string | null>('0');
  const rotate = useMutation({
    mutationFn: () =>
      answer(
        api.POST('/integrated-account/{account_id}/mcp/{mcp_id}/rotate', {
          params: { path: serverPath(server), header: ifMatch(server) },
          body: { grace_seconds: Number(grace ?? 0) },
        }),
      ),
    meta: { changes: ['servers'] },
  });
  return (
    <SecretForm
      making={rotate}
      label="URL"
      secretOf={({ url }) => url}
      noteOn={() => 'The gateway keeps a digest only and cannot show this URL again.'}
      onDone={onClose}
    >
      <Stack>
        <Text size="sm">
          Everything else stays: tools, limits, expiry and the log. Whoever uses it needs the new URL.
        </Text>
        <Select label="The old URL" data={GRACES} value={grace} onChange={setGrace} allowDeselect={false} />
        <FormEnd
          problem={rotate.error}
          button="Rotate"
          isPending={rotate.isPending}
          isHeld
          onCancel={onClose}
          onClick={() => rotate.mutate()}
        />
      </Stack>
    </SecretForm>
  );
}
