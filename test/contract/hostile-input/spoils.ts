import type { DescribedAnswers } from '../described-answers.js';

type Json = Record<string, unknown>;
const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Texts that are refused wherever somebody reads or compares them later. */
const HOSTILE = [
  '',
  ' ',
  '\u3000\u00a0',
  '\u0000',
  'a\u0000b',
  'a\u0001b',
  'a\u001bb',
  'a\u007fb',
  'a\u0085b',
  'a\nb',
  'a\u202eb',
  'a\u2066b',
  '\u200b',
  '\ufeffa',
  '\ud800',
  'a\udc00b',
  '\ufffe',
  'x'.repeat(5000),
];

const WORDS = [
  '👩‍👩‍👧‍👦',
  'ß'.repeat(100),
  'x'.repeat(201),
  'null',
  'true',
  '{}',
  "' OR 1=1 --",
  '%',
  '\\',
  '../../etc/passwd',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
];

const NUMBERS = [
  'NaN',
  'Infinity',
  '-1',
  '0',
  '1.5',
  '1e3',
  '0x10',
  ' 7',
  '+7',
  '٣',
  '2147483648',
  '9223372036854775808',
  '9'.repeat(40),
];

const IDS = [
  '00000000-0000-0000-0000-000000000000',
  '01900000-0000-7000-8000-00000000DEAD',
  '{01900000-0000-7000-8000-00000000dead}',
  '01900000000070008000000000000000dead',
];

const TIMES = [
  '2027-02-30T00:00:00Z',
  '2027-01-31',
  '2027-01-31T18:00:00',
  '2027-01-31T25:00:00Z',
  '2027-01-31T23:59:60Z',
  '2027-01-31T18:00:00+99:99',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  '+275760-09-13T00:00:00Z',
  '1970-01-01T00:00:00Z',
];

/** What some take for addresses, and the URL standard does not. */
const ADDRESSES = ['https://xn--a.com', 'https://a.com:99999', 'http://[::1', 'https://'];

/** The texts that tell whether a value of this schema is judged well. */
export function textsFor({ type, format }: Json): readonly string[] {
  if (type === 'integer') return [...HOSTILE, ...NUMBERS];
  if (type !== 'string' && type !== 'array') return ['', 'true', '0', 'a\u0000b'];
  if (format === 'uuid') return [...HOSTILE, ...IDS, '0', 'null'];
  if (format === 'date-time') return [...HOSTILE, ...TIMES, '0', 'null', '1e3'];
  if (format === 'uri') return [...HOSTILE, ...WORDS, ...ADDRESSES];
  return [...HOSTILE, ...WORDS, '0', '-1'];
}

const deep = (open: string, close: string, depth: number) => open.repeat(depth) + close.repeat(depth);

/** JSON that stands in a body for a value of any other type, or for one out of its range. */
const VALUES: readonly string[] = [
  'null',
  'true',
  'false',
  '0',
  '-1',
  '1',
  '1.5',
  '-2147483649',
  '2147483648',
  '9007199254740993',
  '9223372036854775808',
  '1e308',
  '1e400',
  '[]',
  '[null]',
  '[[]]',
  '[{}]',
  '[0]',
  '["x","x"]',
  '{}',
  '{"a":1}',
  '{"length":1}',
  '{"toString":null}',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{}}}',
  '{"\\u0000":1}',
  deep('[', ']', 30),
  deep('[', ']', 3000),
  `[${Array.from({ length: 1001 }, (_, index) => `"n${index}"`)}]`,
  `"${'x'.repeat(100_000)}"`,
];

/** Bodies that are none, whatever the route. */
export const WHOLE_BODIES: readonly { readonly text: string; readonly type?: string }[] = [
  { text: '' },
  { text: 'null' },
  { text: '[]' },
  { text: '"text"' },
  { text: '1' },
  { text: '{' },
  { text: "{'a': 1}" },
  { text: '{}{}' },
  { text: '\u0000' },
  { text: deep('[', ']', 100_000) },
  { text: `{"a":${deep('[', ']', 100_000)}}` },
  { text: `{${Array.from({ length: 5000 }, (_, index) => `"k${index}":0`)}}` },
  { text: 'name=x', type: 'application/x-www-form-urlencoded' },
  { text: 'name=x', type: 'text/plain' },
  { text: '<name>x</name>', type: 'application/xml' },
  { text: '{}', type: 'multipart/form-data; boundary=x' },
  { text: '{}', type: 'nonsense' },
];

/** A text in an address. Halves of surrogate pairs go as their three bytes, which are no UTF-8. */
export const encoded = (text: string): string =>
  [...text]
    .map((character) => {
      const code = character.codePointAt(0) ?? 0;
      if (code < 0xd800 || code > 0xdfff) return encodeURIComponent(character);
      const bytes = [0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
      return bytes.map((byte) => `%${byte.toString(16)}`).join('');
    })
    .join('');

/** What stands broken in an address, as it is sent. */
export const BROKEN_ENCODINGS = ['%', '%zz', '%E0%A4%A', '%FF', '%C0%80', '%u0041', 'a%2Fb', '..%5c'];

/** What stands in a header for a value that it does not have. */
export const HEADER_VALUES = [
  '*',
  'x',
  '"',
  '""',
  '"-1"',
  '"0x1"',
  `"${'9'.repeat(40)}"`,
  'W/"1"',
  '"a", "b"',
  '"\u00ff"',
  'x'.repeat(5000),
];

/** Where a field stands in a body, and its schema. */
export interface Field {
  readonly path: readonly string[];
  readonly schema: Json;
}

/** All fields that a schema describes, with those inside of them. */
export function fieldsOf(schema: unknown, described: DescribedAnswers, path: readonly string[] = []): readonly Field[] {
  const { properties, allOf } = described.resolve(schema);
  const inherited = Array.isArray(allOf) ? allOf.flatMap((part) => fieldsOf(part, described, path)) : [];
  const own = Object.entries(isJson(properties) ? properties : {}).flatMap(([name, field]) => [
    { path: [...path, name], schema: isJson(field) ? field : {} },
    ...fieldsOf(field, described, [...path, name]),
  ]);
  return [...own, ...inherited];
}

/** JSON to put in the place of a field: wrong types, texts, and for lists the same as their only item. */
export function spoiledValues(schema: Json): readonly string[] {
  const texts = textsFor(schema).map((text) => JSON.stringify(text));
  return schema.type === 'array' ? [...VALUES, '"x"', ...texts.map((text) => `[${text}]`)] : [...VALUES, ...texts];
}

const MARK = '(here)';

/** The body with a piece of JSON in the place of one field, or without the field. */
export function withField(body: unknown, path: readonly string[], json: string | undefined): string {
  const copy: Json = structuredClone(isJson(body) ? body : {});
  let at = copy;
  for (const name of path.slice(0, -1)) {
    const inner = isJson(at[name]) ? at[name] : {};
    at[name] = inner;
    at = inner;
  }
  const last = path.at(-1) ?? '';
  delete at[last];
  if (json !== undefined) Object.defineProperty(at, last, { value: MARK, enumerable: true });
  return JSON.stringify(copy).replace(`"${MARK}"`, () => json ?? '');
}
