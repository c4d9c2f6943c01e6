import { describe, expect, it } from 'vitest';
import { periodOf, timeOf } from '../../src/call-log/period.js';

const NOW = new Date('2027-03-31T12:00:00Z');

describe('a period', () => {
  it('is the last 30 days unless it is said', () => {
    expect(periodOf({}, NOW)).toEqual({ since: new Date('2027-03-01T12:00:00Z'), until: NOW });
    expect(periodOf({ until: '2027-01-31T00:00:00Z' }, NOW).since).toEqual(new Date('2027-01-01T00:00:00Z'));
  });

  it('is read with its zone', () => {
    expect(periodOf({ since: '2027-03-01T00:00:00+02:00' }, NOW).since).toEqual(new Date('2027-02-28T22:00:00Z'));
  });

  it.each([
    [{ since: '2027-04-01T00:00:00Z' }],
    [{ since: '2027-03-31T12:00:00Z' }],
    [{ since: '2026-03-29T12:00:00Z' }],
    [{ until: '2027-01-01T25:00:00Z' }],
  ])('that is empty, longer than a year or no time is refused: %j', (query) => {
    expect(() => periodOf(query, NOW)).toThrow(expect.objectContaining({ code: 'request.invalid' }));
  });

  it('may be a whole leap year', () => {
    expect(periodOf({ since: '2026-03-30T12:00:00Z' }, NOW).until).toEqual(NOW);
  });

  it('has open ends where a time is left out', () => {
    expect(timeOf('since', undefined)).toBeUndefined();
  });
});
