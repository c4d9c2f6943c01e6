import { Button, Center } from '@mantine/core';
import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { QueryView } from './query-view.tsx';

interface PagesViewProps<Row> {
  readonly query: UseInfiniteQueryResult<InfiniteData<{ readonly result: readonly Row[] }>>;
  readonly rows: number;
  /** What is shown when there is nothing. */
  readonly empty: ReactNode;
  readonly children: (rows: readonly Row[]) => ReactNode;
}

/** The rows of a list that comes in pages, and a button that brings the next page where there is one. */
export function PagesView<Row>({ query, rows, empty, children }: PagesViewProps<Row>) {
  return (
    <>
      <QueryView query={query} rows={rows}>
        {({ pages }) => {
          const all = pages.flatMap(({ result }) => result);
          return all.length === 0 ? empty : children(all);
        }}
      </QueryView>
      {query.hasNextPage && (
        <Center>
          <Button variant="default" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </Center>
      )}
    </>
  );
}
