interface Page<Row> {
  readonly result: readonly Row[];
  readonly next_cursor: string | null;
}

export const PAGE_ROWS = 100;
/** A list that is longer is cut, so that no page of the dashboard asks without end. */
const PAGES_MAX = 50;

/** What a list query sends: `next_cursor` only where there is one. */
export const pageQuery = (cursor: string | null) => ({
  limit: PAGE_ROWS,
  ...(cursor !== null && { next_cursor: cursor }),
});

/** How an infinite query goes through a list. */
export const BY_CURSOR = {
  initialPageParam: null as string | null,
  getNextPageParam: ({ next_cursor }: { readonly next_cursor: string | null }) => next_cursor,
};

/** All rows of a list that comes in pages, up to 5,000. */
export async function allPages<Row>(load: (cursor: string | null) => Promise<Page<Row>>): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < PAGES_MAX; page += 1) {
    const { result, next_cursor }: Page<Row> = await load(cursor);
    rows.push(...result);
    if (next_cursor === null) break;
    cursor = next_cursor;
  }
  return rows;
}
