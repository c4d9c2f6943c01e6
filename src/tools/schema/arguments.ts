import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { JsonSchema } from '../catalogue/operation.js';
import type { Tool } from '../catalogue/tool.js';
import { argumentFormats, FORMAT_CHARACTERS_MAX } from './argument-formats.js';
import { type ArgumentProblem, namesOf, PROBLEMS_MAX, problemsOf, unknownName } from './argument-problems.js';
import { mailAddressProblems } from './delivery-addresses.js';
import { deliveryProblems } from './delivery-formats.js';
import { visConfigCheck } from './edits/vis-config-schema.js';
import { decodeCursor } from './paging.js';
import { isSafePathSegment, pathText } from './path-segment.js';

export type { ArgumentProblem } from './argument-problems.js';

/** A date and time with an offset (RFC 3339, 5.6). */
const isDateTime = addFormats
  .default(new Ajv2020(), ['date-time'])
  .compile<string>({ type: 'string', format: 'date-time' });

// Several tools refer to the check of charts, which is long: it is compiled once, not into each of them.
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, verbose: true, inlineRefs: false });
ajv.addVocabulary(['x-answered', 'x-unlisted', 'x-true']);
ajv.addFormat('date-time', (text: string) => text.length <= FORMAT_CHARACTERS_MAX && isDateTime(text));
for (const [name, problemWith] of Object.entries(argumentFormats))
  ajv.addFormat(name, (text: string) => problemWith(text) === null);
ajv.addSchema(visConfigCheck);

// A validator lives as long as its schema: catalogues are built once, so this never grows beyond them.
const validators = new WeakMap<JsonSchema, ValidateFunction>();

/** Checks the flat arguments of a call against the tool. Empty when they are valid; at most 20 problems otherwise. */
export function checkArguments(tool: Tool, args: unknown): ArgumentProblem[] {
  const problems = checkValue(tool.checkedSchema, args);
  if (problems.length > 0) return problems;
  const given = new Map(Object.entries(args ?? {}));
  return [
    ...pathProblems(tool, given),
    ...groupProblems(tool, given),
    ...cursorProblems(tool, given),
    ...deliveryProblems(given),
    ...mailAddressProblems(given),
  ].slice(0, PROBLEMS_MAX);
}

/** Checks a value against a schema alone. Empty when it is valid; at most 20 problems otherwise. */
export function checkValue(schema: JsonSchema, value: unknown): ArgumentProblem[] {
  const unknown = tooManyUnknownNames(schema, value);
  if (unknown.length > 0) return unknown;
  const validate = validatorOf(schema);
  return validate(value) ? [] : problemsOf(validate.errors ?? []);
}

function validatorOf(schema: JsonSchema): ValidateFunction {
  const known = validators.get(schema);
  if (known) return known;
  const compiled = ajv.compile(schema);
  validators.set(schema, compiled);
  return compiled;
}

function pathProblems(tool: Tool, given: ReadonlyMap<string, unknown>): ArgumentProblem[] {
  return tool.requestPlan.pathNames
    .filter((name) => given.has(name) && !isSafePathSegment(pathText(given.get(name))))
    .map((name) => ({
      path: name,
      message: `${name} must be an id or a name: not empty, "." or "..", at most 1024 characters.`,
    }));
}

function groupProblems(tool: Tool, given: ReadonlyMap<string, unknown>): ArgumentProblem[] {
  return tool.requiredGroups
    .filter((group) => group.every((name) => given.get(name) === undefined || given.get(name) === null))
    .map((group) => ({ path: group[0] ?? '', message: `One of these is required: ${group.join(', ')}.` }));
}

function cursorProblems(tool: Tool, given: ReadonlyMap<string, unknown>): ArgumentProblem[] {
  const cursor = given.get('next_cursor');
  if (tool.paging === null || typeof cursor !== 'string' || decodeCursor(cursor) !== null) return [];
  return [
    {
      path: 'next_cursor',
      message: 'next_cursor is not a cursor of this list.',
      suggestion:
        'Pass back the next_cursor of the last answer exactly as it came, with the same other arguments, or leave it out for the first page.',
    },
  ];
}

/** A validator makes an error of each name; up to so many are told together with what else is wrong. */
const UNKNOWN_NAMES_MAX = 200;

/** What is wrong with a value that has more unknown names than a validator should be asked about: its first 20; else empty. */
function tooManyUnknownNames(schema: JsonSchema, value: unknown): ArgumentProblem[] {
  const problems: ArgumentProblem[] = [];
  let count = 0;
  for (const { steps, known, name } of unknownNames(schema, value, [])) {
    if (count < PROBLEMS_MAX) problems.push(unknownName(steps, known, name));
    if (++count > UNKNOWN_NAMES_MAX) return problems;
  }
  return [];
}

interface UnknownName {
  readonly steps: readonly string[];
  readonly known: readonly string[];
  readonly name: string;
}

/** Goes as deep as the schema tells names; what it refers to elsewhere is left to the validator. */
function* unknownNames(schema: JsonSchema, value: unknown, steps: readonly string[]): Generator<UnknownName> {
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return;
    for (const [index, item] of value.entries()) yield* unknownNames(items, item, [...steps, String(index)]);
    return;
  }
  const { properties } = schema;
  if (properties === undefined || typeof value !== 'object' || value === null) return;
  const given = new Map(Object.entries(value));
  if (schema.additionalProperties === false) {
    const known = namesOf(schema);
    for (const name of given.keys()) if (!Object.hasOwn(properties, name)) yield { steps, known, name };
  }
  for (const [name, part] of Object.entries(properties)) yield* unknownNames(part, given.get(name), [...steps, name]);
}
