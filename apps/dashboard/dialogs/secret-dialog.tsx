import { Modal } from '@mantine/core';
import { createContext, type ReactNode, useContext, useEffect, useState } from 'react';

const HoldOpen = createContext<(isHeld: boolean) => void>(() => {});

interface SecretDialogProps {
  readonly title: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** A dialog that ends by showing a secret once. While it is made and shown, no key and no click beside it loses it. */
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

/** Holds the `SecretDialog` around a form open, but for the form's own `onClose`. */
export function useHeldOpen(isHeld: boolean): void {
  const hold = useContext(HoldOpen);
  useEffect(() => {
    hold(isHeld);
    return () => hold(false);
  }, [hold, isHeld]);
}
