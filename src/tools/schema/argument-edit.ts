import type { JsonSchema } from '../catalogue/operation.js';

/**
 * A hand-made change of one argument. `schema` is laid over Looker's own; `check` is laid over it once more when arguments
 * are checked, and never shown; `hidden` takes the argument away, and its part of the path is the schema's default; `brief` shows a nested object as a plain one; `terse` takes
 * the texts away, its own and the nested ones; `writable` shows a property that Looker's description calls read-only. `wire`
 * says how the value is rewritten for Looker: a number as text, or a structure as JSON text.
 */
export interface ArgumentEdit {
  readonly schema?: JsonSchema;
  readonly check?: JsonSchema;
  readonly hidden?: boolean;
  readonly brief?: boolean;
  readonly terse?: boolean;
  readonly writable?: boolean;
  readonly wire?: 'text' | 'json';
}

export type ArgumentEdits = Readonly<Record<string, ArgumentEdit>>;

/** The edits of the properties of Looker's schemas, by the schema's name. */
export type SchemaEdits = Readonly<Record<string, ArgumentEdits>>;

/** The edit that takes an argument away. */
export const hidden: ArgumentEdit = { hidden: true };

/** The edits that take these arguments away. */
export const hiddenArguments = (...names: readonly string[]): ArgumentEdits => sameEdit(names, hidden);

/** The edits of a text and a flag whose names say all there is to say: Looker's text is left out. */
export const bareString: ArgumentEdit = { schema: { type: 'string' } };
export const bareFlag: ArgumentEdit = { schema: { type: 'boolean' } };
/** The edit that shows an argument without texts, for names that explain themselves or are explained by another tool. */
export const terse: ArgumentEdit = { terse: true };

/** The edits that show these arguments without texts. */
export const terseArguments = (...names: readonly string[]): ArgumentEdits => sameEdit(names, terse);

/** The edits that leave nothing but the type of these text arguments. */
export const bareStrings = (...names: readonly string[]): ArgumentEdits => sameEdit(names, bareString);

const sameEdit = (names: readonly string[], edit: ArgumentEdit): ArgumentEdits =>
  Object.fromEntries(names.map((name) => [name, edit]));

/** The edit that gives an argument another text and, if given, more of a schema and a check that is not shown. */
export function described(description: string, schema: JsonSchema = {}, check?: JsonSchema): ArgumentEdit {
  return { schema: { ...schema, description }, ...(check && { check }) };
}

/** The schema, for which null is right as well. */
export function orNull(schema: JsonSchema): JsonSchema {
  const type = [schema.type ?? [], 'null'].flat();
  return { ...schema, type, ...(schema.enum && { enum: [...schema.enum, null] }) };
}
