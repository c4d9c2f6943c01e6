import { Alert, Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { MagnifyingGlassIcon } from '@radix-ui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { type SubmitEvent, useEffect, useRef, useState } from 'react';
import { ApiProblem } from '../api/api-problem.ts';
import { answer, api } from '../api/client.ts';
import type { DialogProps } from '../dialogs/dialog-props.ts';
import { ProblemState } from '../states/problem-state.tsx';
import { FoundToken } from './found-token.tsx';

interface FindTokenDialogProps extends DialogProps {
  /** What was pasted elsewhere, and is looked for at once. */
  readonly pasted?: string;
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
          classNames={{ input: 'code-input' }}
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

/** That nobody here has or had the token, that it is none, or why that cannot be said. */
function NotFoundToken({ problem }: { problem: unknown }) {
  if (!(problem instanceof ApiProblem) || problem.status !== 404) return <ProblemState problem={problem} />;
  // The gateway names the field where a token's own checksum tells that it is not whole.
  if (problem.fields.length > 0)
    return (
      <Alert color="gray" title="This is no whole URL or token" role="status">
        It is mistyped or cut off: paste all of it, from lmg_ to its end. If you have only its last four characters,
        look for them in the list of MCP servers.
      </Alert>
    );
  return (
    <Alert color="gray" title="It is none of this organization" role="status">
      It is whole, but no MCP URL or API token that you may see is, or was, this one.
    </Alert>
  );
}
