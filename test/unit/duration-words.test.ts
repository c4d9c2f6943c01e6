import { describe, expect, it } from 'vitest';
import { durationWords, secondsWords } from '../../apps/dashboard/records/time-words.js';
import { limitWords } from '../../apps/dashboard/trials/limit-words.js';

const HOUR_MS = 3_600_000;

describe('how long something takes', () => {
  it.each([
    [0, '0 ms'],
    [849.6, '850 ms'],
    [9_999, '9,999 ms'],
    [9_999.7, '10 s'],
    [12_340, '12.3 s'],
    [59_940, '59.9 s'],
    [59_960, '1 min'],
    [200_000, '3 min 20 s'],
    [HOUR_MS - 1, '1 h'],
    [HOUR_MS + 5 * 60_000, '1 h 5 min'],
    [HOUR_MS + 30_000, '1 h'],
    [24 * HOUR_MS, '1 day'],
    [51 * HOUR_MS, '2 days 3 h'],
  ])('is said in the units that people think in: %d ms as %s', (ms, words) => {
    expect(durationWords(ms)).toBe(words);
  });

  it.each([
    [5, '5 s'],
    [59, '59 s'],
    [60, '1 min'],
    [3_600, '1 h'],
  ])('a limit of %d seconds is %s', (seconds, words) => {
    expect(secondsWords(seconds)).toBe(words);
  });

  it('what is left of a rate limit is said so, and what Looker asks to wait, in seconds or until a date', () => {
    const wordsOf = (headers: Record<string, string>) => limitWords(new Headers(headers));
    expect(wordsOf({ ratelimit: '"mcp-server";r=12;t=3600', 'retry-after': '90' })).toEqual([
      'This server: 12 more calls for the next 1 h.',
      'Looker asks to wait 1 min 30 s.',
    ]);
    expect(wordsOf({ 'retry-after': 'Fri, 31 Dec 1999 23:59:59 GMT' })).toEqual([
      expect.stringMatching(/^Looker asks to wait until \d+ \w+ (1999|2000), \d\d:\d\d\.$/),
    ]);
  });
});
