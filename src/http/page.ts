import { ApiProperty } from '@nestjs/swagger';
import { isUUID, Max, Min } from 'class-validator';
import { readCursor, writeCursor } from './cursor.js';
import { MayBeLeftOut } from './input/presence.js';
import { IsIntInQuery } from './input/query-values.js';
import { IsText } from './input/text.js';

const LIMIT_DEFAULT = 50;

/** The query of every list: how many, and where the last page ended. */
export class PageQuery {
  @ApiProperty({ required: false, default: LIMIT_DEFAULT, minimum: 1, maximum: 100 })
  @MayBeLeftOut()
  @IsIntInQuery()
  @Min(1)
  @Max(100)
  limit?: number;

  @ApiProperty({ required: false, description: 'The next_cursor of the page before, exactly as it came.' })
  @MayBeLeftOut()
  @IsText(0, 200)
  next_cursor?: string;
}

/** A page of records; `next_cursor` is null on the last one. */
export interface Page<T> {
  readonly result: readonly T[];
  readonly next_cursor: string | null;
}

/** What a repository needs to read one page, newest first: rows with an id below `beforeId`, one more than the page holds. */
export interface PageWindow {
  readonly beforeId: string | undefined;
  readonly take: number;
}

/** @throws AppError `request.cursor_invalid` */
export function pageWindow(query: PageQuery): PageWindow {
  const take = (query.limit ?? LIMIT_DEFAULT) + 1;
  return { beforeId: readCursor(query.next_cursor, (place) => (isUUID(place) ? place : undefined)), take };
}

/** Cuts the one row too many that `pageWindow` asked for, and says where the next page starts. */
export function pageOf<Row extends { id: string }, View>(
  rows: readonly Row[],
  window: PageWindow,
  view: (row: Row) => View,
): Page<View> {
  const shown = rows.slice(0, window.take - 1);
  const last = rows.length === window.take ? shown.at(-1) : undefined;
  return {
    result: shown.map(view),
    next_cursor: last === undefined ? null : writeCursor(last.id),
  };
}
