import { Skeleton, Stack } from '@mantine/core';

/** Stands where rows will be. */
export function RowsSkeleton({ rows = 5 }: { rows?: number }) {
  return (
    <Stack gap="sm" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, row) => `row-${row}`).map((key) => (
        <Skeleton key={key} h={36} />
      ))}
    </Stack>
  );
}
