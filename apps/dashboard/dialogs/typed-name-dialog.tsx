import { List, Modal, Stack, Text, TextInput } from '@mantine/core';
import type { UseMutationResult } from '@tanstack/react-query';
import { type ReactNode, type SubmitEvent, useState } from 'react';
import { FormEnd } from '../forms/form-end.tsx';
import type { DialogProps } from './dialog-props.ts';

interface TypedNameDialogProps extends DialogProps {
  readonly title: string;
  readonly name: string;
  /** Everything that ends with it. */
  readonly consequences: readonly ReactNode[];
  readonly button: string;
  readonly mutation: Pick<UseMutationResult<unknown, Error, void>, 'mutate' | 'isPending' | 'error'>;
}

/** Asks for the name of what is ended for good. */
export function TypedNameDialog(props: TypedNameDialogProps) {
  return (
    <Modal title={props.title} opened={props.opened} onClose={props.onClose}>
      <TypedNameForm {...props} />
    </Modal>
  );
}

function TypedNameForm({ name, consequences, button, mutation, onClose }: TypedNameDialogProps) {
  const [typed, setTyped] = useState('');
  const isSame = typed.trim() === name.trim();
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isSame) mutation.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <List spacing="xs">
          {consequences.map((consequence, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes while it is shown.
            <List.Item key={place}>{consequence}</List.Item>
          ))}
        </List>
        <TextInput
          label={
            <Text span size="sm">
              Type <b className="long-text">{name}</b> to confirm
            </Text>
          }
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          autoComplete="off"
          data-autofocus
        />
        <FormEnd
          problem={mutation.error}
          button={button}
          color="red"
          isOff={!isSame}
          isPending={mutation.isPending}
          onCancel={onClose}
        />
      </Stack>
    </form>
  );
}
