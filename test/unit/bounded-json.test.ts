import { describe, expect, it } from 'vitest';
import { checkJson, DEPTH_MAX, parseBounded, VALUES_MAX } from '../../src/looker/bounded-json.js';

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('JSON of a Looker', () => {
  it('may be as deep and have as many values as an answer can show, and no more', () => {
    expect(parseBounded(nested(DEPTH_MAX))).toBeInstanceOf(Array);
    expect(() => checkJson(nested(DEPTH_MAX + 1))).toThrow(/more than 100 levels/);
    const list = (values: number) => `[${'1,'.repeat(values - 1)}1]`;
    expect(parseBounded(list(VALUES_MAX - 1))).toHaveLength(VALUES_MAX - 1);
    expect(() => checkJson(list(VALUES_MAX))).toThrow(/more than 30000 values/);
  });

  it.each([
    ['deep lists', nested(500_000)],
    ['deep lists without an end', '['.repeat(1_000_000)],
    ['deep objects', `${'{"a":'.repeat(200_000)}1${'}'.repeat(200_000)}`],
    ['wide objects', `{${Array.from({ length: 60_000 }, (_, at) => `"k${at}":1`).join()}}`],
    ['many empty objects', `[${'{},'.repeat(300_000)}1]`],
    ['many numbers', `[${'1,'.repeat(500_000)}1]`],
  ])('is refused before it is parsed where it is %s', (_, text) => {
    let parsed = 0;
    const parse = () => {
      parsed += 1;
    };
    expect(() => parseBounded(text, { parse })).toThrow(expect.objectContaining({ fault: 'too_large' }));
    expect(parsed).toBe(0);
  });

  it('may have any signs in its texts', () => {
    const text = `${'[{,'.repeat(50_000)}\\"`;
    expect(parseBounded(JSON.stringify({ text }))).toEqual({ text });
  });

  it.each(['', '{"a":1', '"', '"\\', 'no'])('is no Looker’s where it is broken: %j', (text) => {
    expect(() => parseBounded(text)).toThrow(expect.objectContaining({ fault: 'not_looker' }));
  });
});
