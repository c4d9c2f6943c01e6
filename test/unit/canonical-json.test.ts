import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/values/canonical-json.js';

describe('canonical JSON', () => {
  it('is the same for equal values, in whatever order their keys came', () => {
    const value = { b: [1, { d: null, c: 'x"\n' }], a: { f: 1.5, e: true } };
    const turned = { a: { e: true, f: 1.5 }, b: [1, { c: 'x"\n', d: null }] };
    expect(canonicalJson(turned)).toBe(canonicalJson(value));
    expect(canonicalJson(value)).toBe('{"a":{"e":true,"f":1.5},"b":[1,{"c":"x\\"\\n","d":null}]}');
  });

  it.each([
    [[], '[]'],
    [{}, '{}'],
    [[[], {}], '[[],{}]'],
    [undefined, 'null'],
    [{ a: undefined, b: [undefined] }, '{"b":[null]}'],
    ['ü', '"ü"'],
    [[1, 2], '[1,2]'],
    [[2, 1], '[2,1]'],
  ])('of %j is %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('names what is nested deeper than the call stack may reach', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(canonicalJson(JSON.parse(nested(500)))).toBe(nested(500));
    const cut = `${'['.repeat(500)}"(nested too deep)"${']'.repeat(500)}`;
    expect(canonicalJson(JSON.parse(nested(501)))).toBe(cut);
    expect(canonicalJson(JSON.parse(nested(2_000_000)))).toBe(cut);
  });
});
