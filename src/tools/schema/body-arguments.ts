import type { Operation, Parameter } from '../catalogue/operation.js';
import type { BodyPlan } from '../catalogue/tool.js';
import type { HandWrittenTool, MethodAndEffect, OperationTool } from '../catalogue/tool-definition.js';
import { orNull } from './argument-edit.js';
import { operationEdits } from './argument-edits.js';
import {
  answeredProperties,
  applyEdit,
  type InlineContext,
  type Inlined,
  inlineProperties,
  inlineSchema,
  referencedName,
  requiredProperties,
  type WirePlan,
  wireOf,
} from './inline-schema.js';

export type Properties = Record<string, Inlined>;

/** A definition of either kind, with all that one of the two kinds may say. */
export type AnyDefinition = MethodAndEffect &
  Omit<HandWrittenTool, Varying> &
  Partial<Omit<OperationTool, Varying>> & { readonly operation?: string | undefined };

type Varying = keyof MethodAndEffect | 'operation' | 'run';

/** What Looker's description says of arguments; nothing of those of a hand-written tool. */
export type Described = Pick<Operation, 'path' | 'pathParameters' | 'queryParameters'> & Partial<Operation>;

export interface BodyArguments {
  readonly properties: Properties;
  readonly required: readonly string[];
  readonly plan: BodyPlan;
  readonly wire?: WirePlan | undefined;
  /** Names that Looker's answers have and that are dropped. */
  readonly answered?: readonly string[];
}

/** The arguments that are sent in the body of the request. */
export function bodyArguments(definition: AnyDefinition, operation: Described, context: InlineContext): BodyArguments {
  if (!operation.body) return { properties: {}, required: [], plan: { kind: 'none' } };
  const { schema, required } = operation.body;
  if (schema.$ref === undefined) {
    const whole = applyEdit(inlineSchema('body', schema, context), definition.edits?.body, context);
    return {
      properties: { body: whole },
      required: required ? ['body'] : [],
      plan: { kind: definition.textBody ? 'text' : 'whole' },
      wire: whole.wire,
    };
  }
  return objectArguments(definition, operation, referencedName(schema.$ref), context);
}

function objectArguments(
  definition: AnyDefinition,
  operation: Described,
  schema: string,
  context: InlineContext,
): BodyArguments {
  const properties: Properties = {};
  const inlined: Properties = {};
  const names: Record<string, string> = {};
  for (const [key, property] of Object.entries(inlineProperties(schema, context))) {
    const name = definition.bodyNames?.[key] ?? key;
    const edit = definition.edits?.[name];
    if (edit?.hidden || (definition.only && !definition.only.includes(name))) continue;
    const nullable = definition.method === 'update' && isNullable(schema, key, context);
    const known = applyEdit(property, operationEdits[definition.operation ?? '']?.[key], context);
    properties[name] = inlined[key] = applyEdit(nullable ? withNull(known) : known, edit, context);
    names[name] = key;
  }
  const shown = new Set([...Object.values(names), ...argumentNames(definition, operation)]);
  const { unlisted, dropped } = answeredProperties(schema, shown, context);
  for (const [key, property] of Object.entries(unlisted)) {
    properties[key] = inlined[key] = property;
    names[key] = key;
  }
  const required = operation.body?.required ? requiredProperties(schema, context) : [];
  return {
    answered: dropped,
    properties,
    required: required.map((key) => definition.bodyNames?.[key] ?? key),
    plan: { kind: 'properties', names },
    wire: wireOf(inlined),
  };
}

/** The arguments of a tool that are not of its body. */
function argumentNames(definition: AnyDefinition, operation: Described): string[] {
  const described = [...operation.pathParameters, ...queryParametersOf(definition, operation)].map(({ name }) => name);
  return [...described, ...Object.keys(definition.arguments ?? {})];
}

// In what is written, Looker's SDK calls everything nullable whose type has a name; what is read says what may be empty.
function isNullable(schema: string, key: string, { schemas }: InlineContext): boolean {
  const read = schemas[schema.replace(/^Write/, '')] ?? schemas[schema];
  return read?.properties?.[key]?.nullable === true;
}

// An update clears a value by sending null; elsewhere an absent argument says the same. A flag is true or false.
function withNull(property: Inlined): Inlined {
  const { type } = property.schema;
  if (type === undefined || type === 'object' || type === 'array' || type === 'boolean') return property;
  return { ...property, schema: orNull(property.schema) };
}

export function queryParametersOf(definition: AnyDefinition, operation: Described): readonly Parameter[] {
  return [...operation.queryParameters, ...(definition.parameters ?? [])];
}
