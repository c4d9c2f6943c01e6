import { describe, expect, it } from 'vitest';
import { nearestNames } from '../../src/tools/catalogue/nearest-names.js';
import { fc } from '../support/properties.js';

/** Levenshtein's distance as it is defined. */
function edits(left: string, right: string): number {
  const known = new Map<string, number>();
  const of = (i: number, j: number): number => {
    if (i === 0 || j === 0) return i + j;
    const key = `${i} ${j}`;
    const distance =
      known.get(key) ??
      Math.min(of(i - 1, j) + 1, of(i, j - 1) + 1, of(i - 1, j - 1) + (left[i - 1] === right[j - 1] ? 0 : 1));
    known.set(key, distance);
    return distance;
  };
  return of(left.length, right.length);
}

describe('the nearest names', () => {
  it('are those within a third of the letters, by the number of edits', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 16 });
    fc.assert(
      fc.property(name, fc.uniqueArray(name, { maxLength: 8 }), (wanted, names) => {
        const max = Math.max(2, Math.floor(wanted.length / 3));
        const expected = names
          .map((candidate) => ({ candidate, distance: edits(wanted, candidate) }))
          .filter(({ distance }) => distance <= max)
          .sort((left, right) => left.distance - right.distance || (left.candidate < right.candidate ? -1 : 1));
        expect(nearestNames(wanted, names)).toEqual(expected.slice(0, 3).map(({ candidate }) => candidate));
      }),
    );
  });

  it.each([
    ['folder', ['folder_id', 'holder'], ['holder', 'folder_id']],
    ['dashboardId', ['dashboard_id', 'dashboards'], ['dashboard_id', 'dashboards']],
    ['title', ['model'], []],
  ])('of %s among %j are %j', (wanted, names, near) => {
    expect(nearestNames(wanted, names)).toEqual(near);
  });
});
