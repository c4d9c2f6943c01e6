import type { UseQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { ApiProblem } from '../api/api-problem.ts';
import { NotFoundState } from './not-found-page.tsx';
import { ProblemState } from './problem-state.tsx';
import { RowsSkeleton } from './rows-skeleton.tsx';

interface QueryViewProps<Data> {
  readonly query: UseQueryResult<Data>;
  readonly rows?: number;
  readonly children: (data: Data) => ReactNode;
}

/** What a query brings; until then a sign that it is under way, or why it failed. */
export function QueryView<Data>({ query, rows = 5, children }: QueryViewProps<Data>) {
  if (query.isPending) return <RowsSkeleton rows={rows} />;
  if (query.error instanceof ApiProblem && query.error.status === 404) return <NotFoundState />;
  if (query.isError) return <ProblemState problem={query.error} onRetry={() => void query.refetch()} />;
  return children(query.data);
}
