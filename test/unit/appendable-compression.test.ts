import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { accepts } from '../../src/http/answers/accepted.js';
import { APPENDED_BYTES_MAX, appendableBrotli, appendableGzip } from '../../src/http/answers/appendable-compression.js';

const list = (tools: number) =>
  Buffer.from(
    JSON.stringify(Array.from({ length: tools }, (_, at) => ({ name: `tool_${at}`, text: `Ünïcode ${at * 7919}` }))),
  );

describe.each([
  ['Brotli', appendableBrotli, brotliDecompressSync],
  ['gzip', appendableGzip, gunzipSync],
] as const)('a text that was compressed once with %s', (_, compress, decompress) => {
  it.each([0, 1, 3, 2_000, 40_000])('is read back with each of many ends: %i tools', async (tools) => {
    const text = list(tools);
    const compressed = await compress(text);
    for (const length of [1, 2, 63, 255, 256, 65_534, APPENDED_BYTES_MAX]) {
      const end = Buffer.alloc(length, 'é"}');
      expect(decompress(compressed.with(end)).equals(Buffer.concat([text, end])), `${length}`).toBe(true);
    }
    if (tools > 100) expect(compressed.with(Buffer.from('}')).length * 4).toBeLessThan(text.length);
  });
});

describe('a header of what a client accepts', () => {
  it.each([
    ['gzip, deflate, br', true],
    ['GZIP;q=0.5', true],
    ['br;q=1.0, gzip; q=0.001', true],
    ['x-gzip', true],
    ['gzip;q=0', false],
    ['gzip ; q=0.000', false],
    ['*', false],
    ['gzipped', false],
    ['', false],
    [undefined, false],
  ])('%j names gzip: %j', (header, isNamed) => {
    expect(accepts(header, 'gzip', 'x-gzip')).toBe(isNamed);
  });
});
