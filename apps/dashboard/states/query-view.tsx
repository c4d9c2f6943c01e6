import type { ReactNode } from 'react';
import { ApiProblem } from '../api/api-problem.ts';
import { NotFoundState } from './not-found-page.tsx';
import { ProblemState } from './problem-state.tsx';
import { RowsSkeleton } from './rows-skeleton.tsx';

interface QueryViewProps<Data> {
  readonly query: {
    readonly data: Data | undefined;
    readonly error: Error | null;
    readonly refetch: () => unknown;
  };
  readonly rows?: number;
  /** Instead of a list that holds nothing. */
  readonly empty?: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/** What a query brings; until then a sign that it is under way, or why it failed. */
export function QueryView<Data>({ query, rows = 5, empty, children }: QueryViewProps<Data>) {
  const { data, error } = query;
  if (error instanceof ApiProblem && error.status === 404) return <NotFoundState />;
  if (error !== null) return <ProblemState problem={error} onRetry={() => void query.refetch()} />;
  if (data === undefined) return <RowsSkeleton rows={rows} />;
  return empty !== undefined && Array.isArray(data) && data.length === 0 ? empty : children(data);
}
