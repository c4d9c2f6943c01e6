import { useEffect } from 'react';

/** All tabs of a browser share one session. */
const channel = new BroadcastChannel('session');

/** Tells the other tabs as which member of which organization their requests are made from now on. */
export const tellOtherTabs = (memberId: string): void => channel.postMessage(memberId);

/** Opens the dashboard from its beginning: nothing that was read before, or typed, is kept. */
export function beginAnew(): void {
  window.location.hash = '/';
  window.location.reload();
}

/** Begins anew where another tab went on as another member: what is shown here is not theirs. */
export function useOtherTabs(memberId: string | undefined): void {
  useEffect(() => {
    const follow = ({ data }: MessageEvent<unknown>) => {
      if (memberId !== undefined && data !== memberId) beginAnew();
    };
    channel.addEventListener('message', follow);
    return () => channel.removeEventListener('message', follow);
  }, [memberId]);
}
