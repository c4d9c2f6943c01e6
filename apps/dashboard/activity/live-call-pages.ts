import { type InfiniteData, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Schemas } from '../api/client.ts';
import { type Call, type CallFilter, callPagesQuery } from './call-queries.ts';
import { useLiveCalls } from './live-calls.ts';

type CallPages = InfiniteData<Schemas['CallLogPage'], unknown>;

/** A first page that has grown to this is read anew: nobody scrolls through more. */
const ROWS_MAX = 300;

/** The pages with a call in its place, newest first; as they are where it is there already, or belongs to a later page. */
export function withCall(data: CallPages, call: Call): CallPages {
  const { pages } = data;
  const [first, ...others] = pages;
  if (first === undefined || pages.some(({ result }) => result.some(({ id }) => id === call.id))) return data;
  const index = pages.findIndex(({ result, next_cursor }) => {
    const last = result.at(-1);
    return next_cursor === null || (last !== undefined && last.id < call.id);
  });
  if (index < 0) return data;
  const grown = [first, ...others].map((page, at) =>
    at === index
      ? { ...page, result: [...page.result, call].sort((left, right) => (left.id < right.id ? 1 : -1)) }
      : page,
  );
  return { ...data, pages: grown };
}

/** Keeps the pages of the log up to date while they are looked at. */
export function useLiveCallPages(filter: CallFilter, isPaused: boolean) {
  const queryClient = useQueryClient();
  const [count, setCount] = useState(0);
  const { queryKey } = callPagesQuery(filter);
  const refresh = () => void queryClient.invalidateQueries({ queryKey });
  const onCall = (call: Call) => {
    setCount((heard) => heard + 1);
    const grown = queryClient.setQueryData(queryKey, (data) => data && withCall(data, call));
    if ((grown?.pages[0]?.result.length ?? 0) > ROWS_MAX) refresh();
  };
  const isOpen = useLiveCalls(filter, isPaused, { onGap: refresh, onCall });
  return { isOpen, count };
}
