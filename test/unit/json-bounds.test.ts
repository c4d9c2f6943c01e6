import { describe, expect, it } from 'vitest';
import { jsonExcess } from '../../src/http/bounds/json-bounds.js';

const BOUNDS = { depthMax: 3, valuesMax: 5 };

describe('the bounds of a JSON text', () => {
  it.each([
    ['{}'],
    ['""'],
    ['1'],
    [''],
    ['[[[]]]'],
    ['[{"a":[1]},2]'],
    ['[1,2,3,4,5]'],
    ['{"a":1,"b":2,"c":3,"d":4,"e":5}'],
    ['"[[[[,,,,,,"'],
    [String.raw`{"\"[[[[":"\\","b":"\",,,,,,"}`],
    ['"never closed [[[[,,,,,,'],
    ['"ends in a backslash \\'],
  ])('hold for %s', (text) => {
    expect(jsonExcess(text, BOUNDS)).toBeUndefined();
  });

  it.each([
    ['[[[[]]]]', 'depth'],
    ['[[[[', 'depth'],
    ['{"a":{"b":{"c":{}}}}', 'depth'],
    ['[1,2,3,4,5,6]', 'values'],
    ['{"a":1,"a":2,"a":3,"a":4,"a":5,"a":6}', 'values'],
    ['[[],[],[],[]]', 'values'],
    [',,,,,,', 'values'],
  ])('are exceeded by %s: %s', (text, excess) => {
    expect(jsonExcess(text, BOUNDS)).toBe(excess);
  });
});
