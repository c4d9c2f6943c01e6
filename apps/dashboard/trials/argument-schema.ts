import type { components } from '../api/schema/rest-api.ts';

/** What the schemas of arguments say; other keywords are for the gateway. */
export interface ArgumentSchema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: ArgumentSchema;
  readonly properties?: Readonly<Record<string, ArgumentSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | ArgumentSchema;
}

/** What the gateway says of one argument; its path is dotted where it is inside of another one. */
export type ArgumentProblem = components['schemas']['ArgumentProblemView'];

/** How an argument is asked for: `texts` is a list of texts, `map` has a text by each name, `json` is what has no fields. */
export type ArgumentKind = 'text' | 'number' | 'choice' | 'texts' | 'map' | 'object' | 'list' | 'json';

/** How deep objects are shown as fields of their own; what is below is written as JSON. */
const DEPTH_MAX = 2;

const typeOf = ({ type }: ArgumentSchema) => (typeof type === 'object' ? type.find((each) => each !== 'null') : type);

const isPlainText = (schema: ArgumentSchema) => typeOf(schema) === 'string' && schema.enum === undefined;

/** Of a map, what each value is. */
const valuesOf = ({ properties, additionalProperties }: ArgumentSchema) =>
  properties === undefined && typeof additionalProperties === 'object' ? additionalProperties : undefined;

/** @param depth how many objects and lists the argument is inside of. */
export function kindOf(schema: ArgumentSchema, depth: number): ArgumentKind {
  const type = typeOf(schema);
  const values = valuesOf(schema);
  if (type === 'array' && schema.items !== undefined && isPlainText(schema.items)) return 'texts';
  if (values !== undefined && isPlainText(values)) return 'map';
  if (type === 'object' && schema.properties !== undefined && depth <= DEPTH_MAX) return 'object';
  if (type === 'array' && schema.items !== undefined && depth <= DEPTH_MAX) return 'list';
  // Neither on nor off is a third state, which a checkbox has not.
  if (type === 'boolean' || schema.enum !== undefined) return 'choice';
  if (type === 'integer' || type === 'number') return 'number';
  return type === 'string' ? 'text' : 'json';
}

/** The fields of an object, the required ones first. */
export function fieldsOf({ properties = {}, required = [] }: ArgumentSchema) {
  return Object.entries(properties)
    .map(([name, schema]) => ({ name, schema, isRequired: required.includes(name) }))
    .sort((left, right) => Number(right.isRequired) - Number(left.isRequired));
}

/** What is said of an argument; of a map, together with what is said of its values. */
export const descriptionOf = (schema: ArgumentSchema): string =>
  [schema.description, valuesOf(schema)?.description].filter((text) => text !== undefined).join(' ');

/** What is said of one field of an object or list, with paths from there. */
export const problemsAt = (problems: readonly ArgumentProblem[], name: string): ArgumentProblem[] =>
  problems
    .filter(({ path }) => path === name || path.startsWith(`${name}.`))
    .map(({ path, rule }) => ({ path: path.slice(name.length + 1), rule }));

/** What is said of an object or list itself, or of something in it that has no field. */
export const ownProblems = (problems: readonly ArgumentProblem[], names: readonly string[]): ArgumentProblem[] =>
  problems.filter(({ path }) => !names.includes(path.split('.')[0] ?? ''));
