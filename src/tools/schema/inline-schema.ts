import type { JsonSchema } from '../catalogue/operation.js';
import { echoes, leadingSentences, plainText } from '../catalogue/plain-text.js';
import type { ArgumentEdit } from './argument-edit.js';
import { schemaEdits, schemaRequirements } from './argument-edits.js';
import { secretProperties } from './secret-properties.js';

/** How a checked value is rewritten for Looker: as text, as JSON text, or inside its properties or items. */
export type WirePlan =
  | 'text'
  | 'json'
  | { readonly properties: Readonly<Record<string, WirePlan>> }
  | { readonly items: WirePlan };

export interface Inlined {
  readonly schema: JsonSchema;
  readonly wire?: WirePlan | undefined;
}

export interface InlineContext {
  readonly schemas: Readonly<Record<string, JsonSchema>>;
  /** Names of the schemas around this one: they bound the depth and cut recursion. */
  readonly around: readonly string[];
  /** Whether the schema is what arguments are checked against, or what is shown. */
  readonly checking: boolean;
  /** Whether properties that hold secrets are arguments. */
  readonly withSecrets: boolean;
  /** What is taken beyond what is shown, so that an answer of Looker's can be sent back to it. */
  readonly answers: AcceptedAnswers;
}

/**
 * Which properties of Looker's answers a request takes although they are not shown: none; those that can be written; or those
 * of them that do not name the record itself or others, as for one that is made after another.
 */
export type AcceptedAnswers = 'none' | 'written' | 'copied';

export const PROPERTY_DESCRIPTION_MAX = 160;
const DEPTH_MAX = 3;
// What Looker writes into many texts and what says nothing about a value to send.
const boilerplate = [
  /^(?:\((?:write-only|read\/write|optional)\):?\s*)+/i,
  /\s*\(defaults to (?:false|null)\)/i,
  /\s*This is an experimental feature[^.]*\./,
  /\s*Availability of this filter[^.]*\./,
];

// Looker's ids are text, mostly of digits, and are easily given as numbers. Larger numbers have lost digits on the way.
const idCheck: JsonSchema = { type: ['string', 'integer'], minimum: 0, maximum: Number.MAX_SAFE_INTEGER };
// Those of Looker's bodies that are lists of texts are lists of ids.
const idNames = /(?:^|_)ids?$|^body$/;
/** Whether an argument of this name is an id, or a list of them. */
export const isIdName = (name: string): boolean => idNames.test(name);

/**
 * A schema of Looker's as a model sees it: references inlined to a bounded depth, without read-only, deprecated and
 * hidden properties, with the hand-made edits laid over it.
 */
export function inlineSchema(name: string, schema: JsonSchema, context: InlineContext): Inlined {
  if (schema.$ref !== undefined) return inlineReference(name, schema, schema.$ref, context);
  if (schema.items) {
    const items = inlineSchema(name, schema.items, context);
    const inlined = { ...plainParts(name, schema, context), items: items.schema };
    return items.wire ? { schema: inlined, wire: { items: items.wire } } : { schema: inlined };
  }
  return inlineText(name, plainParts(name, schema, context), context);
}

/** A value as it stands; an id may come as a number, and is text for Looker. */
export function inlineText(name: string, schema: JsonSchema, { checking }: Pick<InlineContext, 'checking'>): Inlined {
  if (schema.type !== 'string' || schema.enum !== undefined || !isIdName(name)) return { schema };
  return { schema: checking ? { ...schema, ...idCheck } : schema, wire: 'text' };
}

/** Lays an edit over an inlined argument. An edit that names a type replaces the schema as a whole. */
export function applyEdit(inlined: Inlined, edit: ArgumentEdit | undefined, context: InlineContext): Inlined {
  if (!edit) return inlined;
  const described = edit.terse ? withoutTexts(inlined.schema) : inlined.schema;
  const shown: JsonSchema = edit.brief ? { type: 'object' } : described;
  const schema = edit.schema?.type === undefined ? { ...shown, ...edit.schema } : edit.schema;
  return { schema: context.checking ? { ...schema, ...edit.check } : schema, wire: edit.wire ?? inlined.wire };
}

/** The properties of an object schema by name, hidden and read-only ones left out. */
export function inlineProperties(name: string, context: InlineContext): Record<string, Inlined> {
  const edits = schemaEdits[name.replace(/^Write/, '')] ?? {};
  const inner = { ...context, around: [...context.around, name] };
  const properties: Record<string, Inlined> = {};
  for (const [key, schema] of Object.entries(context.schemas[name]?.properties ?? {})) {
    const edit = edits[key];
    const isSecret = secretProperties.has(key) && !context.withSecrets;
    if (edit?.hidden || isSecret || isDeprecated(schema) || (schema.readOnly && !edit?.writable)) continue;
    properties[key] = applyEdit(inlineSchema(key, schema, inner), edit, context);
  }
  return properties;
}

/** What an answer of Looker's has beyond the `shown` properties of what is sent: what is taken of it, and what is dropped. */
export function answeredProperties(name: string, shown: ReadonlySet<string>, context: InlineContext): Answered {
  const unlisted: Record<string, Inlined> = {};
  const dropped: string[] = [];
  if (!context.checking || context.answers === 'none') return { unlisted, dropped };
  const written = context.schemas[name]?.properties ?? {};
  const read = context.schemas[answerOf(name)]?.properties ?? {};
  const inner = { ...context, around: [...context.around, name] };
  for (const [key, schema] of Object.entries({ ...read, ...written })) {
    if (shown.has(key) || secretProperties.has(key)) continue;
    const isSent = key in written && schema.$ref === undefined && schema.readOnly !== true && !isDeprecated(schema);
    if (!isSent || ownership.test(key) || (context.answers === 'copied' && ownNames.test(key))) dropped.push(key);
    else unlisted[key] = asUnlisted(inlineSchema(key, schema, inner));
  }
  return { unlisted, dropped };
}

export interface Answered {
  readonly unlisted: Readonly<Record<string, Inlined>>;
  readonly dropped: readonly string[];
}

const asUnlisted = ({ schema, wire }: Inlined): Inlined => ({
  schema: { ...schema, 'x-unlisted': true },
  wire,
});

/** The schema that Looker answers for what is sent as `WriteX`, `CreateX` or `UpdateX`. */
const answerOf = (name: string) => name.replace(/^(?:Write)?(?:Create|Update)?/, '');
// Whose a record is, whether it is there, and what lets somebody in: none of it is changed by what nobody was shown.
const ownership = /^(?:(?:\w+_)?user_id|deleted_at|deleter_id|can_manage_api3_creds|ui_state)$/;
// What tells a record from all others, and what it was to others.
const ownNames = /(?:^|_)ids?$|^(?:slug|deleted|deleted_at|ui_state)$/;

/** Joins inlined properties into one closed object schema; without properties it stays a free object. */
export function objectOf(properties: Readonly<Record<string, Inlined>>, required: readonly string[]): Inlined {
  const entries = Object.entries(properties);
  if (entries.length === 0) return { schema: { type: 'object' } };
  const known = required.filter((name) => name in properties);
  const schema: JsonSchema = {
    type: 'object',
    properties: Object.fromEntries(entries.map(([name, property]) => [name, property.schema])),
    ...(known.length > 0 && { required: known }),
    additionalProperties: false,
  };
  const wire = wireOf(properties);
  return wire ? { schema, wire } : { schema };
}

/** The rewriting of an object whose properties are inlined, or nothing when none is rewritten. */
export function wireOf(properties: Readonly<Record<string, Inlined>>): WirePlan | undefined {
  const rewritten: Record<string, WirePlan> = {};
  for (const [name, property] of Object.entries(properties)) {
    if (property.wire) rewritten[name] = property.wire;
  }
  return Object.keys(rewritten).length > 0 ? { properties: rewritten } : undefined;
}

/** The name a reference points at: `#/schemas/User` -> `User`. */
export function referencedName(reference: string): string {
  return reference.slice(reference.lastIndexOf('/') + 1);
}

/** Whether Looker wants an argument no longer used: it marks some of them in their text only. */
export function isDeprecated(argument: Pick<JsonSchema, 'deprecated' | 'description'>): boolean {
  return argument.deprecated === true || /^\(?deprecated\b/i.test(argument.description ?? '');
}

/**
 * The text of an argument: Looker's, in plain words and short; empty when it says no more than the argument's name and its
 * `subject`: the schema or the path that it belongs to.
 */
export function argumentDescription(name: string, schema: JsonSchema, subject: string): string {
  const text = schema.description;
  // Looker's SDK generator writes this in the place of a real text.
  if (text === undefined || text.startsWith('Dynamic writeable type')) return '';
  const repeated = schema.enum ? [...boilerplate, /\s*Valid values are: [^.]*\.?$/] : boilerplate;
  const plain = repeated.reduce((kept, words) => kept.replace(words, ''), plainText(text));
  return echoes(plain, `${name} ${subject}`) ? '' : leadingSentences(plain, PROPERTY_DESCRIPTION_MAX);
}

/** What an object needs: what Looker's description says and what it leaves unsaid. */
export function requiredProperties(name: string, context: InlineContext): readonly string[] {
  return [...(context.schemas[name]?.required ?? []), ...(schemaRequirements[name] ?? [])];
}

function inlineReference(property: string, schema: JsonSchema, reference: string, context: InlineContext): Inlined {
  const name = referencedName(reference);
  const description = argumentDescription(property, schema, subjectOf(context));
  const text = description === '' ? {} : { description };
  if (context.around.length > DEPTH_MAX || context.around.includes(name))
    return { schema: { type: 'object', ...text } };
  const properties = inlineProperties(name, context);
  const { unlisted, dropped } = answeredProperties(name, new Set(Object.keys(properties)), context);
  const object = objectOf({ ...properties, ...unlisted }, requiredProperties(name, context));
  return { ...object, schema: { ...object.schema, ...(dropped.length > 0 && { 'x-answered': dropped }), ...text } };
}

function plainParts(name: string, schema: JsonSchema, context: InlineContext): JsonSchema {
  const description = argumentDescription(name, schema, subjectOf(context));
  const values = schema.additionalProperties;
  const typedValues = typeof values === 'object' && values.type !== undefined;
  return {
    ...(schema.type !== undefined && { type: schema.type }),
    ...(description !== '' && { description }),
    ...(schema.enum && { enum: schema.enum }),
    ...(schema.format === 'date-time' && { format: schema.format }),
    ...(typedValues && { additionalProperties: values }),
  };
}

function withoutTexts(schema: JsonSchema): JsonSchema {
  const { description, items, properties, ...rest } = schema;
  const entries = Object.entries(properties ?? {}).map(([name, inner]) => [name, withoutTexts(inner)]);
  return {
    ...rest,
    ...(items && { items: withoutTexts(items) }),
    ...(properties && { properties: Object.fromEntries(entries) }),
  };
}

function subjectOf(context: InlineContext): string {
  return context.around.at(-1) ?? '';
}
