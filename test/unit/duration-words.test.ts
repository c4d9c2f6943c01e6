import { describe, expect, it } from 'vitest';
import { durationWords, limitWords } from '../../apps/dashboard/records/time-words.js';

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
    expect(limitWords(seconds)).toBe(words);
  });
});
