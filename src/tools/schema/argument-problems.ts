import type { ErrorObject } from 'ajv/dist/2020.js';
import { nearestNames } from '../catalogue/nearest-names.js';
import type { JsonSchema } from '../catalogue/operation.js';
import { argumentFormats } from './argument-formats.js';

/** What is wrong with one argument, in words a model can act on. `path` is the argument's name, dotted when nested. */
export interface ArgumentProblem {
  readonly path: string;
  readonly message: string;
  readonly suggestion?: string;
}

interface Fault {
  /** The steps to the faulty value, and as one path. */
  readonly steps: readonly string[];
  readonly path: string;
  readonly given: unknown;
  readonly schema: JsonSchema;
  readonly error: ErrorObject;
}

const NAME_LENGTH_MAX = 64;
const VALUE_LENGTH_MAX = 60;
const LISTED_MAX = 1000;
const WORDS_FOR_FLAGS = new Map([
  ['true', true],
  ['yes', true],
  ['false', false],
  ['no', false],
]);

/** More than anybody mends at once. */
export const PROBLEMS_MAX = 20;
/** Errors may say the same, as of names that are cut to the same text: no more of them are put into words. */
const ERRORS_READ_MAX = 200;

/** What the first errors of a validator mean, each problem named once, the first 20 of them. The validator must be made with `verbose`. */
export function problemsOf(errors: readonly ErrorObject[]): ArgumentProblem[] {
  const telling = errors.filter(({ keyword, schemaPath }) => keyword !== 'if' && !/\/anyOf\/\d+\//.test(schemaPath));
  const problems = new Map<string, ArgumentProblem>();
  for (const error of telling.slice(0, ERRORS_READ_MAX)) {
    // To find the words, each is compared with the names that there are.
    const problem = problemOf(faultOf(error));
    problems.set(`${problem.path} ${problem.message}`, problem);
    if (problems.size === PROBLEMS_MAX) break;
  }
  return [...problems.values()];
}

function faultOf(error: ErrorObject): Fault {
  const steps = error.instancePath.split('/').slice(1).map(shownName);
  // Ajv types what it was given as unknown parts; the schemas here are this catalogue's own.
  const schema: JsonSchema = error.parentSchema ?? {};
  return { steps, path: steps.join('.') || 'The arguments', given: error.data, schema, error };
}

function problemOf(fault: Fault): ArgumentProblem {
  const { path, error } = fault;
  const explain = explanations[error.keyword];
  if (explain) return explain(fault);
  return { path, message: `${path} ${error.message ?? 'is not valid'}, not ${shownValue(fault.given)}.` };
}

const explanations: Readonly<Record<string, (fault: Fault) => ArgumentProblem>> = {
  additionalProperties: ({ steps, schema, error }) =>
    unknownName(steps, namesOf(schema), String(error.params.additionalProperty)),
  required: missingName,
  type: wrongType,
  enum: wrongValue,
  format: wrongFormat,
  anyOf: noAlternative,
  minimum: ({ path, given, schema }) => bounded(path, `at least ${schema.minimum}`, given),
  maximum: ({ path, given, schema }) =>
    schema.type?.includes('string')
      ? { path, message: `${path} has lost digits as a number.`, suggestion: 'Pass the id in quotes.' }
      : bounded(path, `at most ${schema.maximum}`, given),
  minItems: ({ path, schema }) => described(path, `${path} needs ${counted(schema.minItems, 'item')} or more.`, schema),
  maxItems: ({ path, error }) => ({ path, message: `${path} takes at most ${counted(error.params.limit, 'item')}.` }),
  minLength: ({ path, schema }) =>
    described(
      path,
      `${path} ${schema.minLength === 1 ? 'must not be empty' : `needs ${schema.minLength} characters or more`}.`,
      schema,
    ),
  maxLength: ({ path, schema }) => ({ path, message: `${path} takes at most ${schema.maxLength} characters.` }),
  pattern: ({ path, given, schema, error }) =>
    described(path, `${path} must match ${String(error.params.pattern)}, not ${shownValue(given)}.`, schema),
};

/** The names that an object may have, as far as they are named. */
export const namesOf = ({ properties = {} }: JsonSchema): string[] =>
  Object.keys(properties).filter((name) => properties[name]?.['x-unlisted'] !== true);

/** What is wrong with a name that is none of the known ones. */
export function unknownName(steps: readonly string[], known: readonly string[], name: string): ArgumentProblem {
  const shown = shownName(name);
  const path = [...steps, shown].join('.');
  const message = `${path} is not an argument of this tool.`;
  const nearest = nearestNames(shown, known);
  const suggestion = nearest.length > 0 ? `Did you mean ${nearest.join(' or ')}?` : `Known here: ${known.join(', ')}.`;
  return { path, message, suggestion };
}

function missingName({ steps, schema, error }: Fault): ArgumentProblem {
  const name = String(error.params.missingProperty);
  const path = [...steps, name].join('.');
  return described(path, `${path} is required.`, schema.properties?.[name]);
}

function wrongType({ path, given, schema }: Fault): ArgumentProblem {
  const types = [schema.type ?? []].flat();
  const isStructure = types.includes('object') || types.includes('array');
  if (isStructure && typeof given === 'string' && /^\s*[[{]/.test(given)) {
    const kind = typeNames(types);
    return {
      path,
      message: `${path} must be ${kind}, not JSON text.`,
      suggestion: `Pass the ${types[0] ?? 'value'} itself, without quotes around it.`,
    };
  }
  const suggestion = rightValue(types, given);
  const message = `${path} must be ${typeNames(types)}, not ${shownValue(given)}.`;
  return { path, message, ...(suggestion && { suggestion }) };
}

/** How a value of a wrong type would be right, where that can be guessed. */
function rightValue(types: readonly string[], given: unknown): string | undefined {
  if (given === null) return 'Leave it out instead.';
  if (Array.isArray(given)) {
    const isOfTexts = types.includes('string') && given.every((item) => typeof item !== 'object');
    return isOfTexts ? `Pass one text: ${shownValue(given.join(','))}.` : undefined;
  }
  if (typeof given === 'object') return undefined;
  if (types.includes('string')) return `Pass ${shownValue(String(given))}, in quotes.`;
  if (types.includes('array')) return `Pass ${shownValue(typeof given === 'string' ? listIn(given) : [given])}.`;
  return typeof given === 'string' ? unquoted(types, given) : undefined;
}

/**
 * The items of a text with commas, as far as they are shown: split by the comma alone, for a pattern with spaces around it takes
 * hours for a long text of them.
 */
function listIn(text: string): string[] {
  const read = text.length > LISTED_MAX ? `${text.slice(0, LISTED_MAX)}…` : text;
  return read.split(',').map((item) => item.trim());
}

/** The number or flag that a text stands for. */
function unquoted(types: readonly string[], given: string): string | undefined {
  const number = given.trim() === '' ? Number.NaN : Number(given);
  const isNumber = types.includes('number')
    ? Number.isFinite(number)
    : types.includes('integer') && Number.isInteger(number);
  if (isNumber) return `Pass ${number}, without quotes.`;
  if (!types.includes('boolean')) return undefined;
  return `Pass ${WORDS_FOR_FLAGS.get(given.toLowerCase()) ?? 'true or false'}, without quotes.`;
}

function wrongValue({ path, given, schema }: Fault): ArgumentProblem {
  const values = (schema.enum ?? []).filter((value) => value !== null);
  const allowed = values.map((value) => (value === '' ? '""' : value));
  const [near] = typeof given === 'string' ? nearestNames(given, allowed) : [];
  const message = `${path} must be one of: ${allowed.join(', ')}; not ${shownValue(given)}.`;
  return { path, message, ...(near !== undefined && { suggestion: `Did you mean ${near}?` }) };
}

function wrongFormat({ path, given, schema }: Fault): ArgumentProblem {
  const found = argumentFormats[schema.format ?? '']?.(String(given));
  if (found) return { path, message: `${path} ${shownValue(given)} ${found.message}.`, suggestion: found.suggestion };
  const suggestion = schema.format === 'date-time' ? { suggestion: 'E.g. "2024-01-31T08:00:00Z".' } : {};
  return { path, message: `${path} must be a ${schema.format}, not ${shownValue(given)}.`, ...suggestion };
}

function noAlternative({ path, given, schema }: Fault): ArgumentProblem {
  const branches = schema.anyOf ?? [];
  const names = branches.flatMap((branch) => branch.required ?? []);
  if (names.length > 0) return { path, message: `${path} needs one of: ${names.join(', ')}.` };
  const types = branches.flatMap((branch) => branch.type ?? []);
  return { path, message: `${path} must be ${typeNames(types)}, not ${shownValue(given)}.` };
}

const bounded = (path: string, bound: string, given: unknown): ArgumentProblem => ({
  path,
  message: `${path} must be ${bound}, not ${shownValue(given)}.`,
});

const described = (path: string, message: string, schema: JsonSchema | undefined): ArgumentProblem => ({
  path,
  message,
  ...(schema?.description && { suggestion: schema.description }),
});

const counted = (count: number | undefined, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

function typeNames(types: readonly string[]): string {
  const isId = types.includes('string') && types.includes('integer');
  const names = types.filter((name) => name !== 'null' && !(isId && name === 'integer'));
  return names.map((name) => `${/^[aeio]/.test(name) ? 'an' : 'a'} ${name}`).join(' or ');
}

function shownValue(value: unknown): string {
  const read = typeof value === 'string' ? value.slice(0, VALUE_LENGTH_MAX) : value;
  const text = JSON.stringify(read) ?? String(read);
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX)}…` : text;
}

const shownName = (step: string): string => step.replaceAll('~1', '/').replaceAll('~0', '~').slice(0, NAME_LENGTH_MAX);
