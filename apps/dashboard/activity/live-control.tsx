import { Badge, Button, Group } from '@mantine/core';
import { PauseIcon, PlayIcon } from '@radix-ui/react-icons';
import { useEffect, useRef, useState } from 'react';

/** Those who hear the page are told of new calls together, at most this often. */
const TOLD_EVERY_MS = 10_000;

interface LiveControlProps {
  readonly isPaused: boolean;
  readonly onPausedChange: (isPaused: boolean) => void;
  readonly isOpen: boolean;
  /** How many calls have come by themselves. */
  readonly count: number;
}

/** Says whether new calls appear by themselves, and stops and starts that. */
export function LiveControl({ isPaused, onPausedChange, isOpen, count }: LiveControlProps) {
  const state = isPaused
    ? { label: 'Paused', color: 'gray' }
    : isOpen
      ? { label: 'Live', color: 'teal' }
      : { label: 'Connecting', color: 'yellow' };
  return (
    <Group gap="xs" wrap="nowrap">
      <Badge color={state.color} size="lg">
        {state.label}
      </Badge>
      <Button
        variant="default"
        leftSection={isPaused ? <PlayIcon aria-hidden /> : <PauseIcon aria-hidden />}
        onClick={() => onPausedChange(!isPaused)}
      >
        {isPaused ? 'Resume' : 'Pause'}
      </Button>
      <NewCallsTold count={count} />
    </Group>
  );
}

function NewCallsTold({ count }: { count: number }) {
  const latest = useRef(count);
  const [told, setTold] = useState({ upTo: count, text: '' });
  useEffect(() => {
    latest.current = count;
  }, [count]);
  useEffect(() => {
    const tell = () =>
      setTold((last) => {
        const fresh = latest.current - last.upTo;
        return fresh === 0 ? last : { upTo: latest.current, text: fresh === 1 ? '1 new call' : `${fresh} new calls` };
      });
    const timer = setInterval(tell, TOLD_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <span role="status" className="visually-hidden">
      {told.text}
    </span>
  );
}
