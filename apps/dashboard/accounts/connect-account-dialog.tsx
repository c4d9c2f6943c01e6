import { Modal } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { ConnectAccountForm } from './connect-account-form.tsx';

interface DialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function ConnectAccountDialog({ opened, onClose }: DialogProps) {
  const navigate = useNavigate();
  return (
    <Modal title="Connect a Looker instance" opened={opened} onClose={onClose}>
      <ConnectAccountForm
        onConnected={({ id }) => navigate({ to: '/accounts/$accountId', params: { accountId: id } })}
        onCancel={onClose}
      />
    </Modal>
  );
}
