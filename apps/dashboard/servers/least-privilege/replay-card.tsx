import { Alert, Button, Paper, Stack, Text, Title } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Sentences } from '../../records/sentences.tsx';
import { QueryView } from '../../states/query-view.tsx';
import type { LeastPrivilege, Replay } from './least-privilege-queries.ts';
import { remainingSentence, replayNotes, replaySentence } from './privilege-words.ts';

interface ReplayCardProps {
  readonly replay: UseQueryResult<Replay>;
  readonly allowed: LeastPrivilege['allowed'];
  /** What can be done with it, for those who may. */
  readonly action?: ReactNode;
}

/** What a filter leaves, and what would have become of the calls. */
export function ReplayCard({ replay, allowed, action }: ReplayCardProps) {
  return (
    <Paper
      component="section"
      aria-label="What would have happened"
      className="surface tool-preview"
      withBorder
      p={{ base: 'md', sm: 'lg' }}
    >
      <Stack>
        <Title order={2} size="h4">
          What would have happened
        </Title>
        <QueryView query={replay} rows={2}>
          {(found) => <Outcome replay={found} allowed={allowed} isOld={replay.isPlaceholderData} />}
        </QueryView>
        {action}
      </Stack>
    </Paper>
  );
}

interface OutcomeProps {
  readonly replay: Replay;
  readonly allowed: LeastPrivilege['allowed'];
  /** Whether the next one is under way. */
  readonly isOld: boolean;
}

function Outcome({ replay, allowed, isOld }: OutcomeProps) {
  const notes = replayNotes(replay);
  return (
    <Stack gap="sm" aria-busy={isOld}>
      <Alert color={replay.refused_worked === 0 ? 'teal' : 'yellow'} aria-live="polite" role="status">
        <Text fw={600}>{isOld ? 'Working it out …' : replaySentence(replay)}</Text>
      </Alert>
      <Text size="sm">{remainingSentence(replay.offer, allowed)}</Text>
      {notes.length > 0 && <Sentences sentences={notes} size="sm" spacing={4} />}
    </Stack>
  );
}

interface NarrowButtonProps {
  readonly label: string;
  readonly isOff: boolean;
  readonly isPending: boolean;
  readonly onClick: () => void;
}

export function NarrowButton({ label, isOff, isPending, onClick }: NarrowButtonProps) {
  return (
    <Stack gap={4}>
      <Button onClick={onClick} disabled={isOff} loading={isPending}>
        {label}
      </Button>
      <Text size="xs" c="dimmed">
        The URL stays the same. Clients see the change within a minute; it can be undone.
      </Text>
    </Stack>
  );
}
