import { Badge, Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useInterval } from '@mantine/hooks';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Section } from '../../frame/section.tsx';
import { Moment } from '../../records/moment.tsx';
import type { Server } from '../server-queries.ts';
import { type Capture, captureQuery, useEndCapture, useStartCapture } from './capture-queries.ts';
import { leftText } from './capture-words.ts';

const MINUTES = ['15', '30', '60'];

interface ControlProps {
  readonly server: Server;
  readonly capture: Capture;
}

/** Starts, prolongs and ends the recording, and says how long it goes on. */
export function CaptureControl({ server, capture }: ControlProps) {
  const [minutes, setMinutes] = useState(MINUTES[0] ?? '');
  const start = useStartCapture(server);
  const end = useEndCapture(server);
  const { state, capturing_until: until, kept_until: keptUntil } = capture;
  return (
    <Section
      title="Recording"
      lead="An hour at most, and kept for one more. Who started and ended it is in the audit trail."
    >
      <Stack align="flex-start">
        {state === 'on' && until !== null && <Countdown server={server} until={until} />}
        {state === 'ended' && keptUntil !== null && (
          <Text>
            It has ended. The messages are gone <Moment at={keptUntil} />.
          </Text>
        )}
        <Group>
          <SegmentedControl
            aria-label="Minutes"
            value={minutes}
            onChange={setMinutes}
            data={MINUTES.map((value) => ({ value, label: `${value} min` }))}
          />
          <Button loading={start.isPending} onClick={() => start.mutate(Number(minutes))}>
            {state === 'on' ? 'Go on from now' : 'Start recording'}
          </Button>
          {state !== 'off' && (
            <Button color="red" variant="light" loading={end.isPending} onClick={() => end.mutate()}>
              {state === 'on' ? 'End and remove' : 'Remove the messages'}
            </Button>
          )}
        </Group>
      </Stack>
    </Section>
  );
}

/** At its end the page is read again. */
function Countdown({ server, until }: { server: Server; until: string }) {
  const queryClient = useQueryClient();
  const [nowMs, setNowMs] = useState(() => Date.now());
  const untilMs = Date.parse(until);
  useInterval(
    () => {
      setNowMs(Date.now());
      if (Date.now() >= untilMs) void queryClient.invalidateQueries({ queryKey: captureQuery(server).queryKey });
    },
    1000,
    { autoInvoke: true },
  );
  return (
    <Group gap="sm">
      <Badge color="red" variant="filled">
        Recording
      </Badge>
      <Text role="timer" aria-label="Time left" ff="monospace">
        {leftText(untilMs, nowMs)} left
      </Text>
    </Group>
  );
}
