import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { readAnew } from '../../api/query-keys.ts';
import { doneNote, failedNote } from '../../states/done-note.ts';
import { changeServer, type Server } from '../server-queries.ts';
import { type FilterConfig, filterOf } from './least-privilege-queries.ts';

/** Says what was done, with a button that takes it back; stays until it is closed, so that nobody has to hurry. */
function undoNote(id: string, message: string, undo: () => void): void {
  // One that is still there offers to bring back what is older.
  notifications.hide(id);
  notifications.show({
    id,
    color: 'teal',
    autoClose: false,
    closeButtonProps: { 'aria-label': 'Close' },
    message: (
      <Group justify="space-between" gap="sm">
        <Text size="sm">{message}</Text>
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            undo();
          }}
        >
          Undo
        </Button>
      </Group>
    ),
  });
}

/** Gives a server another filter; the note about it puts the former one back. */
export function useNarrow(server: Server) {
  const queryClient = useQueryClient();
  const put = async (shown: Server, { methods, tags, tools }: FilterConfig) => {
    const changed = await changeServer(shown, { config: { methods, tags, tools } });
    await readAnew(queryClient, ['servers', 'least-privilege']);
    return changed;
  };
  const undo = (narrowed: Server, former: FilterConfig) =>
    put(narrowed, former).then(
      () => doneNote(`${server.name} may do again what it did before.`),
      (problem: unknown) => failedNote(problem),
    );
  return useMutation({
    mutationFn: async (filter: FilterConfig) => {
      // Read before the change: once it is made, the server on the page is the changed one.
      const former = filterOf(server.config);
      return { narrowed: await put(server, filter), former };
    },
    onSuccess: ({ narrowed, former }) =>
      undoNote(`narrowed-${server.id}`, `${server.name} is narrowed.`, () => void undo(narrowed, former)),
    onError: (problem) => failedNote(problem),
  });
}
