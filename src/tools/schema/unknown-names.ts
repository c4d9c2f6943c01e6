import type { JsonSchema } from '../catalogue/operation.js';
import { type ArgumentProblem, namesOf, problemsMax, unknownName } from './argument-problems.js';

/** A validator makes an error of each name; up to so many are told together with what else is wrong. */
const unknownNamesMax = 200;

/** What is wrong with a value that has more unknown names than a validator should be asked about: its first 20; else empty. */
export function tooManyUnknownNames(schema: JsonSchema, value: unknown): ArgumentProblem[] {
  const problems: ArgumentProblem[] = [];
  let count = 0;
  for (const { steps, known, name } of unknownNames(schema, value, [])) {
    if (count < problemsMax) problems.push(unknownName(steps, known, name));
    if (++count > unknownNamesMax) return problems;
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
