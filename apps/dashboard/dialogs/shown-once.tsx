import { Alert, Button, Group, Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import { CopyLine, CopyTextButton } from '../records/copy-text.tsx';

interface ShownOnceProps {
  readonly label: string;
  readonly value: string;
  readonly note: ReactNode;
  readonly onDone: () => void;
}

/** A secret that no page can show again. */
export function ShownOnce({ label, value, note, onDone }: ShownOnceProps) {
  return (
    <Stack>
      <Alert color="yellow" title="Copy it now">
        {note}
      </Alert>
      <CopyLine label={label} value={value} />
      <Group justify="flex-end">
        <CopyTextButton value={value}>{`Copy ${label}`}</CopyTextButton>
        <Button variant="default" onClick={onDone}>
          Done
        </Button>
      </Group>
    </Stack>
  );
}
