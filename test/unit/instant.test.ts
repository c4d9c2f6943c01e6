import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../src/http/input/instant.js';
import { fc } from '../support/properties.js';

describe('a point in time', () => {
  it.each([
    ['2027-01-31T18:00:00Z', '2027-01-31T18:00:00.000Z'],
    ['2027-01-31T18:00Z', '2027-01-31T18:00:00.000Z'],
    ['2027-01-31T18:00:00.123456789Z', '2027-01-31T18:00:00.123Z'],
    ['2027-01-31T18:00:00+05:30', '2027-01-31T12:30:00.000Z'],
    ['2028-02-29T00:00:00Z', '2028-02-29T00:00:00.000Z'],
    ['1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z'],
    ['9999-12-31T23:59:59Z', '9999-12-31T23:59:59.000Z'],
  ])('%s is read', (text, time) => {
    expect(parseInstant(text)?.toISOString()).toBe(time);
  });

  it.each([
    ['a day that no calendar has', ['2027-02-30T00:00:00Z', '2027-02-29T00:00:00Z', '2027-04-31T00:00:00+02:00']],
    ['a month that no calendar has', ['2027-13-01T00:00:00Z', '2027-00-10T00:00:00Z']],
    ['a time that no clock has', ['2027-01-01T24:00:00Z', '2027-01-01T00:60:00Z', '2027-01-01T23:59:60Z']],
    ['no zone', ['2027-01-31T18:00:00', '2027-01-31']],
    ['a zone that is none', ['2027-01-31T18:00:00+25:00', '2027-01-31T18:00:00+0200', '2027-01-31T18:00:00z']],
    ['a year that is too far', ['9999-12-31T23:59:59-01:00', '+010000-01-01T00:00:00Z', '+275760-09-13T00:00:00Z']],
    [
      'a year that is too long ago',
      [
        '1969-12-31T23:59:59Z',
        '1970-01-01T00:00:00+01:00',
        '0000-01-01T00:00:00Z',
        '0001-01-01T00:00:00Z',
        '-000001-01-01T00:00:00Z',
      ],
    ],
    [
      'other forms',
      [
        '',
        ' ',
        '0',
        '1700000000',
        'now',
        'infinity',
        '31 Jan 2027',
        '2027-W04',
        '2027-01-31T18:00:00Z\n',
        ' 2027-01-31T18:00:00Z',
        '２０２７-01-31T18:00:00Z',
      ],
    ],
  ])('%s is refused', (_, texts) => {
    for (const text of texts) expect(parseInstant(text), JSON.stringify(text)).toBeUndefined();
  });

  it('is taken back as it was written, for each time from 1970 to 9999', () => {
    const min = new Date('1970-01-01T00:00:00Z');
    const max = new Date('9999-12-31T23:59:59.999Z');
    fc.assert(
      fc.property(fc.date({ min, max, noInvalidDate: true }), (time) => {
        expect(parseInstant(time.toISOString())).toEqual(time);
      }),
    );
  });
});
