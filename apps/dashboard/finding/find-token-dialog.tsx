import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { MagnifyingGlassIcon } from '@radix-ui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { answer, api } from '../api/client.ts';
import { FoundToken } from './found-token.tsx';
import { NotFoundToken } from './not-found-token.tsx';

interface FindTokenDialogProps {
  /** What was pasted elsewhere, and is looked for at once. */
  readonly pasted?: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Says whose a URL or token is that was found somewhere. It goes into the body of one request, and nowhere else. */
export function FindTokenDialog({ pasted, opened, onClose }: FindTokenDialogProps) {
  return (
    <Modal title="Whose URL or token is it?" opened={opened} onClose={onClose} size="lg">
      <FindTokenForm pasted={pasted ?? ''} onClose={onClose} />
    </Modal>
  );
}

function FindTokenForm({ pasted, onClose }: { pasted: string; onClose: () => void }) {
  const [text, setText] = useState(pasted);
  // Not kept once the dialog is closed: what is looked for is a secret.
  const { mutate, reset, ...finding } = useMutation({
    mutationFn: (url: string) => answer(api.POST('/mcp-server/find', { body: { url } })),
    gcTime: 0,
  });
  const isBegun = useRef(false);
  useEffect(() => {
    if (isBegun.current || pasted === '') return;
    isBegun.current = true;
    mutate(pasted);
  }, [pasted, mutate]);
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (text.trim() !== '') mutate(text);
  };
  return (
    <form onSubmit={submit} autoComplete="off">
      <Stack>
        <TextInput
          label="MCP URL, URL token or API token"
          description="Paste the whole of it, as you found it. It is neither kept nor logged."
          placeholder="https://…/mcp/lmg_url_…"
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            reset();
          }}
          autoComplete="off"
          autoCapitalize="off"
          autoCorrect="off"
          spellCheck={false}
          data-autofocus
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
        />
        {finding.isError && <NotFoundToken problem={finding.error} />}
        {finding.isSuccess && <FoundToken found={finding.data} onLeave={onClose} />}
        <Group justify="flex-end">
          <Button
            type="submit"
            leftSection={<MagnifyingGlassIcon />}
            loading={finding.isPending}
            disabled={text.trim() === ''}
          >
            Find
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
