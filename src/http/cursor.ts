import { AppError } from '../errors/app-error.js';
import { readOpaque } from '../values/opaque-text.js';

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
