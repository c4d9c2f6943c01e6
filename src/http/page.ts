import { ApiProperty } from '@nestjs/swagger';
import { isUUID } from 'class-validator';
import { AppError } from '../errors/app-error.js';
import { opaque, readOpaque } from '../values/opaque-text.js';
import { IsIntInQuery } from './input/integers.js';
import { MayBeLeftOut } from './input/presence.js';
import { IsText } from './input/text.js';

const LIMIT_DEFAULT = 50;

/** The query of every list: how many, and where the last page ended. */
export class PageQuery {
  @ApiProperty({ default: LIMIT_DEFAULT })
  @MayBeLeftOut()
  @IsIntInQuery(1, 100)
  limit?: number;

  @ApiProperty({ description: 'The next_cursor of the page before, exactly as it came.' })
  @MayBeLeftOut()
  @IsText(0, 200)
  next_cursor?: string;
}

/** A page of records; `next_cursor` is null on the last one. */
export interface Page<T> {
  readonly result: readonly T[];
  readonly next_cursor: string | null;
}

/**
 * The place where a page begins; undefined without a cursor: at the beginning.
 * @param read what the text of a place says, or undefined where the database could not look for it.
 * @throws AppError `request.cursor_invalid`
 */
export function readCursor<Place>(
  cursor: string | undefined,
  read: (place: string) => Place | undefined,
): Place | undefined {
  if (cursor === undefined) return undefined;
  const text = readOpaque(cursor);
  const place = text === undefined ? undefined : read(text);
  if (place === undefined)
    throw new AppError(
      'request.cursor_invalid',
      'The cursor is not one of ours. Send next_cursor back exactly as it came.',
    );
  return place;
}

/** What a repository needs to read one page: rows after a place, one more than the page holds. */
export interface Window<Place> {
  readonly after: Place | undefined;
  readonly take: number;
}

/**
 * Which page a query asks for.
 * @param read as `readCursor` takes it.
 * @throws AppError `request.cursor_invalid`
 */
export const windowOf = <Place>(query: PageQuery, read: (place: string) => Place | undefined): Window<Place> => ({
  after: readCursor(query.next_cursor, read),
  take: (query.limit ?? LIMIT_DEFAULT) + 1,
});

/** A page of what is listed by its ids, newest first. */
export interface PageWindow {
  /** Prisma's condition for the rows after the page before. */
  readonly before: { readonly id?: { readonly lt: string } };
  readonly take: number;
}

/** @throws AppError `request.cursor_invalid` */
export function pageWindow(query: PageQuery): PageWindow {
  const { after, take } = windowOf(query, (place) => (isUUID(place) ? place : undefined));
  return { before: after === undefined ? {} : { id: { lt: after } }, take };
}

/** Cuts the one row too many that a window asks for, and says where the next page starts. */
export function pageOf<Row extends { id: string }, View>(
  rows: readonly Row[],
  { take }: { readonly take: number },
  view: (row: Row) => View,
  placeOf: (last: Row) => string = ({ id }) => id,
): Page<View> {
  const shown = rows.slice(0, take - 1);
  const last = rows.length === take ? shown.at(-1) : undefined;
  return { result: shown.map(view), next_cursor: last === undefined ? null : opaque(placeOf(last)) };
}
