import { describe, expect, it } from 'vitest';
import { readCursor } from '../../src/http/page.js';
import { opaque } from '../../src/values/opaque-text.js';
import { fc } from '../support/properties.js';

describe('a cursor', () => {
  it('gives back the place that it was written for', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (place) => {
        expect(readCursor(opaque(place), (text) => text)).toBe(place);
      }),
    );
  });

  it('that is left out begins at the beginning', () => {
    expect(readCursor(undefined, () => 'read')).toBeUndefined();
  });

  it.each(['zzz', 'a b', 'YQ==', 'YQ\n', 'é', '\0', '%00', `${opaque('a')}=`, `${opaque('a')} `])(
    'that nobody wrote so is refused: %j',
    (cursor) => {
      expect(() => readCursor(cursor, (text) => text)).toThrow(
        expect.objectContaining({ code: 'request.cursor_invalid' }),
      );
    },
  );

  it('whose place says nothing is refused', () => {
    expect(() => readCursor(opaque('a'), () => undefined)).toThrow(
      expect.objectContaining({ code: 'request.cursor_invalid' }),
    );
  });
});
