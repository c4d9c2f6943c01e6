import { Button, Group, Loader, Progress, Stack, Text } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { useState } from 'react';
import { Section } from '../frame/section.tsx';
import { secondsWords } from '../records/time-words.ts';
import type { TrialProgress } from './trial-request.ts';

const TICK_MS = 1_000;

interface TrialProgressViewProps {
  readonly progress: TrialProgress | null;
  readonly onCancel: () => void;
}

/** A call under way: for how long, how far, and how to end it. */
export function TrialProgressView({ progress, onCancel }: TrialProgressViewProps) {
  const [seconds, setSeconds] = useState(0);
  useInterval(() => setSeconds((before) => before + 1), TICK_MS, { autoInvoke: true });
  const hasTotal = progress?.total !== undefined && progress.total > 0;
  return (
    <Section title="Answer">
      <Stack gap="sm">
        <Group justify="space-between">
          <Group gap="sm">
            <Loader size="sm" aria-label="The call is running" />
            <Text role="timer">{`Running for ${secondsWords(seconds)}`}</Text>
          </Group>
          <Button variant="default" onClick={onCancel}>
            Cancel the call
          </Button>
        </Group>
        {hasTotal && <Progress value={(100 * progress.done) / (progress.total ?? 1)} aria-label="Progress" />}
        {progress !== null && (
          <Text size="sm" c="dimmed">
            {progress.message}
          </Text>
        )}
      </Stack>
    </Section>
  );
}
