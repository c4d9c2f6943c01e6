import { Alert, Button, Group, Modal, Stack, Text } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';
import { CopyLine, CopyTextButton } from '../records/copy-text.tsx';
import type { DialogProps } from './dialog-props.ts';

const HoldOpen = createContext<(isHeld: boolean) => void>(() => {});

interface SecretDialogProps extends DialogProps {
  readonly title: string;
  readonly children: ReactNode;
}

/** A dialog with a `SecretForm`. While the secret is made and shown, no key and no click beside it loses it. */
export function SecretDialog({ title, opened, onClose, children }: SecretDialogProps) {
  const [isHeld, hold] = useState(false);
  return (
    <Modal
      title={title}
      opened={opened}
      onClose={onClose}
      closeOnEscape={!isHeld}
      closeOnClickOutside={!isHeld}
      withCloseButton={!isHeld}
    >
      <HoldOpen value={hold}>{children}</HoldOpen>
    </Modal>
  );
}

interface Secret {
  readonly label: string;
  readonly value: string;
  readonly note: string;
  /** What belongs to it and can be seen again. */
  readonly beside?: { readonly label: string; readonly value: string };
  /** It is none: it can be seen again. */
  readonly isNone?: boolean;
}

interface SecretFormProps<Made> {
  readonly making: Pick<UseMutationResult<Made>, 'isPending' | 'data'>;
  readonly secretOf: (made: Made) => Secret;
  readonly onDone: () => void;
  readonly children: ReactNode;
}

/** A form that makes a secret, and then in its place the secret, this once. */
export function SecretForm<Made>({ making, secretOf, onDone, children }: SecretFormProps<Made>) {
  const { isPending, data } = making;
  const hold = useContext(HoldOpen);
  const isHeld = isPending || data !== undefined;
  useEffect(() => {
    hold(isHeld);
    return () => hold(false);
  }, [hold, isHeld]);
  if (data === undefined) return children;
  const secret = secretOf(data);
  return (
    <Stack>
      {secret.isNone === true ? <CopyAnyTime {...secret} /> : <CopyNow {...secret} />}
      <Group justify="flex-end">
        <CopyTextButton value={secret.value}>{`Copy ${secret.label}`}</CopyTextButton>
        <Button variant="default" onClick={onDone}>
          Done
        </Button>
      </Group>
    </Stack>
  );
}

/** A secret that no page can show again. */
export function CopyNow({ label, value, note, beside }: Secret) {
  return (
    <>
      <Alert color="yellow" title="Copy it now">
        {note}
      </Alert>
      {beside !== undefined && <CopyLine {...beside} />}
      <CopyLine label={label} value={value} />
    </>
  );
}

const CopyAnyTime = ({ label, value, note }: Secret) => (
  <>
    <Text size="sm">{note}</Text>
    <CopyLine label={label} value={value} />
  </>
);
