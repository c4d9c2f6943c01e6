import type { JsonSchema } from '../../src/tools/catalogue/operation.js';
import { chartTypes, visConfigCheck, visConfigName } from '../../src/tools/schema/edits/vis-config-schema.js';
import { encodeCursor } from '../../src/tools/schema/paging.js';

/** How values are made of a schema. The same choice makes the same values. */
export interface Choice {
  /** Which of the values that a schema admits, counted around: each enum value, each example, both flags, both bounds. */
  readonly turn: number;
  /** All properties, or the required ones only. */
  readonly whole: boolean;
  /** Ids as numbers, where they are taken so. */
  readonly numericIds?: boolean;
  /** Null, where it is taken. */
  readonly nulls?: boolean;
}

const texts: Readonly<Record<string, readonly string[]>> = {
  'date-time': ['2024-01-31T08:00:00Z'],
  cron: ['0 8 * * 1-5'],
  'alert-cron': ['0 9 * * *'],
  'time-zone': ['Europe/London'],
  'query-time-zone': ['Europe/London', 'user_timezone'],
  'destination-type': ['email', 'looker-integration://1::slack_app'],
  'chart-type': chartTypes,
};

/** A value of the named argument that `shown` admits, with what only `checked` asks of it. */
export function sampleValue(name: string, shown: JsonSchema, checked: JsonSchema, choice: Choice): unknown {
  if (choice.nulls && /\bnull clears\b/.test(shown.description ?? '') && typesOf(checked).includes('null')) return null;
  if (choice.numericIds && takesNumericId(shown, checked)) return 7;
  const values = valuesOf(name, shown, checked, choice);
  return values[choice.turn % values.length];
}

/** How many turns it takes until every value of a schema, at any depth, was given once. */
export function turnsOf(name: string, shown: JsonSchema, checked: JsonSchema): number {
  const parts = Object.entries(shown.properties ?? {}).map(([key, part]) => turnsOf(key, part, partOf(checked, key)));
  const items = shown.items ? [turnsOf(name, shown.items, checked.items ?? {})] : [];
  return valuesOf(name, shown, checked, { turn: 0, whole: true }).length * Math.max(1, ...parts, ...items);
}

function valuesOf(name: string, shown: JsonSchema, checked: JsonSchema, choice: Choice): readonly unknown[] {
  // Where one tool stands for another's words, only the check lists the values.
  const listed = shown.enum ?? checked.enum;
  if (listed) return listed.filter((value) => value !== null && value !== '');
  if (name === 'email_address') return ['ana@example.com'];
  if (name === 'next_cursor') return [encodeCursor(100)];
  const type = typesOf(shown).find((each) => each !== 'null');
  const examples = examplesIn(shown.description ?? '').filter((value) => isOfType(value, type));
  // What is inside takes its next value once all around it had their turn.
  const inside = { ...choice, turn: Math.floor(choice.turn / (examples.length + 1)) };
  switch (type) {
    case 'boolean':
      return [true, false];
    case 'integer':
      return [...new Set([shown.minimum ?? 0, shown.maximum ?? 1_000_000])];
    case 'number':
      return [shown.minimum ?? 0.5, 3];
    case 'array':
      return [[sampleValue(name, shown.items ?? {}, checked.items ?? {}, inside)], ...examples];
    case 'object':
      return [sampleObject(shown, checked, inside), ...examples];
    default:
      return [...examples, ...(texts[checked.format ?? ''] ?? (examples.length > 0 ? [] : ['sample']))];
  }
}

function sampleObject(shown: JsonSchema, checked: JsonSchema, choice: Choice): Record<string, unknown> {
  const { properties = {}, required = [], additionalProperties: others } = shown;
  const shownNames = Object.keys(properties).filter((name) => choice.whole || required.includes(name));
  // Some are needed without being shown: another tool shows them.
  const unshown = [...(checked.required ?? []), ...(checked.anyOf?.[0]?.required ?? [])];
  const names = new Set([...shownNames, ...required, ...unshown]);
  const known = [...names].map((name) => {
    const part = partOf(checked, name);
    return [name, sampleValue(name, properties[name] ?? { type: 'string', ...part }, part, choice)];
  });
  const more = typeof others === 'object' && others.type ? [['sample', sampleValue('', others, others, choice)]] : [];
  return Object.fromEntries([...known, ...more]);
}

function takesNumericId(shown: JsonSchema, checked: JsonSchema): boolean {
  return !typesOf(shown).includes('integer') && typesOf(checked).includes('integer');
}

function partOf(checked: JsonSchema, name: string): JsonSchema {
  const { properties = {} } = checked.$ref === visConfigName ? visConfigCheck : checked;
  return properties[name] ?? {};
}

const typesOf = ({ type }: JsonSchema): readonly string[] => (type === undefined ? [] : [type].flat());

const isOfType = (value: unknown, type: string | undefined): boolean =>
  type === (Array.isArray(value) ? 'array' : typeof value);

/** The JSON values that follow an "e.g." in a text: what a model is told to send must be right. */
export function examplesIn(text: string): unknown[] {
  return [...text.matchAll(/e\.g\. (?=["[{])/gi)].flatMap(({ index, 0: mark }) => {
    const rest = text.slice(index + mark.length);
    const ends = [...rest.matchAll(/["\]}]/g)].map((end) => end.index + 1).filter((end) => end > 1);
    const whole = ends.map((end) => rest.slice(0, end)).find(isJson);
    return whole === undefined ? [] : [JSON.parse(whole)];
  });
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
