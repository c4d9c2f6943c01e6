import { Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { preciseTimeText, timeFromNow, timeText } from './time-words.ts';

const TICK_MS = 30_000;

/** The time, anew every half a minute. */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const timer = setInterval(() => setNow(new Date()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** How long ago, or how far ahead, something is; all of it on hover. */
export function Moment({ at, form = 'relative' }: { at: string; form?: 'relative' | 'absolute' }) {
  const now = useNow();
  const time = new Date(at);
  return (
    <Tooltip label={preciseTimeText(time)}>
      <time dateTime={at}>{form === 'relative' ? timeFromNow(time, now) : timeText(time)}</time>
    </Tooltip>
  );
}
