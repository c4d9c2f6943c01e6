import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { ProblemState } from '../states/problem-state.tsx';

interface RenameDialogProps {
  readonly name: string;
  readonly rename: (name: string) => Promise<unknown>;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export function RenameDialog(props: RenameDialogProps) {
  return (
    <Modal title={`Rename ${props.name}`} opened={props.opened} onClose={props.onClose} size="md">
      <RenameForm {...props} />
    </Modal>
  );
}

function RenameForm({ name, rename, onClose }: RenameDialogProps) {
  const form = useForm({ initialValues: { name }, validate: { name: isNotEmpty('Give it a name') } });
  const renaming = useMutation({ mutationFn: rename, onSuccess: onClose });
  return (
    <form onSubmit={form.onSubmit((values) => renaming.mutate(values.name))}>
      <Stack>
        <TextInput label="Name" data-autofocus {...form.getInputProps('name')} />
        {renaming.isError && <ProblemState problem={renaming.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={renaming.isPending}>
            Rename
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
