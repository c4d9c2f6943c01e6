import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCursor, writeCursor } from '../../src/http/cursor.js';

describe('a cursor', () => {
  it('gives back the place that it was written for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (place) => {
        expect(readCursor(writeCursor(place), (text) => text)).toBe(place);
      }),
    );
  });

  it('that is left out begins at the beginning', () => {
    expect(readCursor(undefined, () => 'read')).toBeUndefined();
  });

  it.each(['zzz', 'a b', 'YQ==', 'YQ\n', 'é', '\0', '%00', `${writeCursor('a')}=`, `${writeCursor('a')} `])(
    'that nobody wrote so is refused: %j',
    (cursor) => {
      expect(() => readCursor(cursor, (text) => text)).toThrow(
        expect.objectContaining({ code: 'request.cursor_invalid' }),
      );
    },
  );

  it('whose place says nothing is refused', () => {
    expect(() => readCursor(writeCursor('a'), () => undefined)).toThrow(
      expect.objectContaining({ code: 'request.cursor_invalid' }),
    );
  });
});
