import { useDocumentVisibility } from '@mantine/hooks';
import { useEffect, useEffectEvent, useState } from 'react';
import { type Call, type CallFilter, filterQuery } from './call-queries.ts';

/** A stream that the gateway refused is asked for again after this time. */
const RETRY_MS = 5_000;

/** What a watcher is told. */
export interface CallListener {
  /** The stream is open, or was refused: what came before is to be read again. */
  readonly onGap: () => void;
  readonly onCall: (call: Call) => void;
}

/**
 * Hears of calls as they end, while the page is seen and not paused.
 * @returns whether calls are heard of now.
 */
export function useLiveCalls(filter: CallFilter, isPaused: boolean, listener: CallListener): boolean {
  const isSeen = useDocumentVisibility() === 'visible';
  const [isOpen, setOpen] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const onGap = useEffectEvent(listener.onGap);
  const onCall = useEffectEvent(listener.onCall);
  const address = `/log/stream?${new URLSearchParams(filterQuery(filter))}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt opens another stream.
  useEffect(() => {
    if (isPaused || !isSeen) return;
    let retry: number | undefined;
    const source = new EventSource(address);
    source.onopen = () => {
      setOpen(true);
      onGap();
    };
    source.onerror = () => {
      setOpen(false);
      // What was lost comes back by itself; what was refused does not, and reading the log tells whether the session ended.
      if (source.readyState !== EventSource.CLOSED) return;
      onGap();
      retry = window.setTimeout(() => setAttempt((count) => count + 1), RETRY_MS);
    };
    source.addEventListener('call', ({ data }) => onCall(JSON.parse(data)));
    return () => {
      source.close();
      window.clearTimeout(retry);
      setOpen(false);
    };
  }, [address, isPaused, isSeen, attempt]);
  return isOpen;
}
