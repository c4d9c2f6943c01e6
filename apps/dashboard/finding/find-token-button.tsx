import { ActionIcon, Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { MagnifyingGlassIcon } from '@radix-ui/react-icons';
import { useMay } from '../session/session-query.ts';
import { FindTokenDialog } from './find-token-dialog.tsx';

const LABEL = 'Find a URL or token';

/** Stands on every page: who has a leaked URL before them should not have to look for the place. */
export function FindTokenButton() {
  const [opened, { open, close }] = useDisclosure();
  const may = useMay('mcp_servers:read');
  if (!may) return null;
  return (
    <>
      <Button variant="default" fw={400} leftSection={<MagnifyingGlassIcon />} onClick={open} visibleFrom="sm">
        {LABEL}
      </Button>
      <ActionIcon variant="default" size="lg" aria-label={LABEL} onClick={open} hiddenFrom="sm">
        <MagnifyingGlassIcon />
      </ActionIcon>
      <FindTokenDialog opened={opened} onClose={close} />
    </>
  );
}
