import { Tooltip } from '@mantine/core';
import { useEffect, useState } from 'react';
import { preciseTimeText, timeFromNow, timeText } from './time-words.ts';

const TICK_MS = 30_000;

/**
 * The time, anew every half a minute.
 * @param end anew at this moment too: what ends then is shown as ended from its second on.
 */
export function useNow(end: string | null = null): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const leftMs = end === null ? TICK_MS : new Date(end).getTime() - now.getTime();
    const timer = setTimeout(() => setNow(new Date()), leftMs > 0 ? Math.min(leftMs, TICK_MS) : TICK_MS);
    return () => clearTimeout(timer);
  }, [now, end]);
  return now;
}

interface MomentProps {
  readonly at: string;
  readonly form?: 'relative' | 'absolute';
  /** The time of what it stands in: two that are told apart would contradict each other. */
  readonly now?: Date;
}

/** How long ago, or how far ahead, something is; all of it on hover. */
export function Moment({ at, form = 'relative', now: given }: MomentProps) {
  const own = useNow(at);
  const now = given ?? own;
  const time = new Date(at);
  return (
    <Tooltip label={preciseTimeText(time)}>
      <time dateTime={at}>{form === 'relative' ? timeFromNow(time, now) : timeText(time)}</time>
    </Tooltip>
  );
}
