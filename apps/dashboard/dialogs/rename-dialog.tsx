import { Modal, Stack, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import type { Subject } from '../api/query-keys.ts';
import { FormEnd } from '../forms/form-end.tsx';
import { useRefusals } from '../forms/form-problems.ts';
import type { DialogProps } from './dialog-props.ts';

interface RenameDialogProps extends DialogProps {
  readonly name: string;
  readonly rename: (name: string) => Promise<unknown>;
  /** Which records have the name, and are read anew. */
  readonly changes: Subject;
}

export function RenameDialog(props: RenameDialogProps) {
  return (
    <Modal title={`Rename ${props.name}`} opened={props.opened} onClose={props.onClose} size="md">
      <RenameForm {...props} />
    </Modal>
  );
}

function RenameForm({ name, rename, changes, onClose }: RenameDialogProps) {
  const form = useForm({ initialValues: { name }, validate: { name: isNotEmpty('Give it a name.') } });
  const { unplaced, refused } = useRefusals(form);
  const renaming = useMutation({
    mutationFn: rename,
    meta: { changes: [changes] },
    onSuccess: onClose,
    onError: refused,
  });
  return (
    <form onSubmit={form.onSubmit((values) => renaming.mutate(values.name))}>
      <Stack>
        <TextInput label="Name" data-autofocus {...form.getInputProps('name')} />
        <FormEnd problem={unplaced} button="Rename" isPending={renaming.isPending} onCancel={onClose} />
      </Stack>
    </form>
  );
}
