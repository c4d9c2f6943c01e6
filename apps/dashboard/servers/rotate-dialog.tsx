import { Select, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { DialogProps } from '../dialogs/dialog-props.ts';
import { SecretDialog, SecretForm } from '../dialogs/secret-dialog.tsx';
import { FormEnd } from '../forms/form-end.tsx';
import { rotateServer, type Server } from './server-queries.ts';

const ONCE = 'The gateway keeps a digest only and cannot show this URL again.';
const GRACES = [
  { value: '0', label: 'Ends at once' },
  { value: '3600', label: 'Works for one more hour' },
  { value: '86400', label: 'Works for one more day' },
];

export function RotateDialog({ server, opened, onClose }: DialogProps & { server: Server }) {
  return (
    <SecretDialog title={`Give ${server.name} a new URL`} opened={opened} onClose={onClose}>
      <RotateForm server={server} onClose={onClose} />
    </SecretDialog>
  );
}

function RotateForm({ server, onClose }: { server: Server; onClose: () => void }) {
  const [grace, setGrace] = useState<string | null>('0');
  const rotate = useMutation({
    mutationFn: () => rotateServer(server, Number(grace ?? 0)),
    meta: { changes: ['servers'] },
  });
  return (
    <SecretForm making={rotate} secretOf={({ url: value }) => ({ label: 'URL', value, note: ONCE })} onDone={onClose}>
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
