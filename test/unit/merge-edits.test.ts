import { describe, expect, it } from 'vitest';
import { mergeEdits } from '../../apps/dashboard/forms/merge-edits.js';

const BASE = {
  name: 'Ana',
  config: { tags: ['users', 'looks'], limits: { rows: 100 }, tokens: null as number | null },
};
const changed = (change: (values: typeof BASE) => void) => {
  const values = structuredClone(BASE);
  change(values);
  return values;
};

describe('what was typed beside what somebody else saved', () => {
  it('is joined field by field: what was not touched takes theirs, what was touched stays', () => {
    const mine = changed((values) => {
      values.name = 'Ben';
    });
    const theirs = changed((values) => {
      values.config.tags = ['users'];
      values.config.tokens = 500;
    });
    expect(mergeEdits(BASE, mine, theirs)).toEqual({
      values: { name: 'Ben', config: { tags: ['users'], limits: { rows: 100 }, tokens: 500 } },
      others: [
        { path: 'config.tags', was: ['users', 'looks'], now: ['users'], isAlsoMine: false },
        { path: 'config.tokens', was: null, now: 500, isAlsoMine: false },
      ],
    });
  });

  it('stays where both changed one field, and that is said; where both did the same, it is not', () => {
    const mine = changed((values) => {
      values.name = 'Ben';
      values.config.limits.rows = 7;
    });
    const theirs = changed((values) => {
      values.name = 'Eva';
      values.config.limits.rows = 7;
    });
    const { values, others } = mergeEdits(BASE, mine, theirs);
    expect(values).toEqual(mine);
    expect(others).toEqual([
      { path: 'name', was: 'Ana', now: 'Eva', isAlsoMine: true },
      { path: 'config.limits.rows', was: 100, now: 7, isAlsoMine: false },
    ]);
  });

  it('takes a list as one field: parts of two lists would be one that nobody chose', () => {
    const mine = changed((values) => {
      values.config.tags = ['users', 'looks', 'boards'];
    });
    const theirs = changed((values) => {
      values.config.tags = [];
    });
    expect(mergeEdits(BASE, mine, theirs).values.config.tags).toEqual(['users', 'looks', 'boards']);
  });

  it('leaves what it was given as it was', () => {
    const theirs = changed((values) => {
      values.config.tags = [];
    });
    const before = JSON.stringify([BASE, theirs]);
    mergeEdits(BASE, structuredClone(BASE), theirs);
    expect(JSON.stringify([BASE, theirs])).toBe(before);
  });
});
