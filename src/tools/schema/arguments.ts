import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { JsonSchema } from '../catalogue/operation.js';
import type { Tool } from '../catalogue/tool.js';
import { argumentFormats, formatCharactersMax } from './argument-formats.js';
import { type ArgumentProblem, problemsMax, problemsOf } from './argument-problems.js';
import { deliveryProblems } from './delivery-formats.js';
import { visConfigCheck } from './edits/vis-config-schema.js';
import { decodeCursor } from './paging.js';
import { isSafePathSegment, pathText } from './path-segment.js';
import { tooManyUnknownNames } from './unknown-names.js';

export type { ArgumentProblem } from './argument-problems.js';

/** A date and time with an offset (RFC 3339, 5.6). */
const isDateTime = addFormats
  .default(new Ajv2020(), ['date-time'])
  .compile<string>({ type: 'string', format: 'date-time' });

// Several tools refer to the check of charts, which is long: it is compiled once, not into each of them.
const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, verbose: true, inlineRefs: false });
ajv.addVocabulary(['x-answered', 'x-unlisted', 'x-true']);
ajv.addFormat('date-time', (text: string) => text.length <= formatCharactersMax && isDateTime(text));
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
  ].slice(0, problemsMax);
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
