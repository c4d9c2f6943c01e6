import type { CatalogueDocument, JsonSchema, Operation, Parameter } from '../catalogue/operation.js';
import type { BodyPlan, Tool } from '../catalogue/tool.js';
import type { ToolRow } from '../catalogue/tool-row.js';
import { orNull } from './argument-edit.js';
import { operationEdits, parameterEdits } from './argument-edits.js';
import {
  answeredProperties,
  applyEdit,
  argumentDescription,
  type InlineContext,
  type Inlined,
  inlineProperties,
  inlineSchema,
  isDeprecated,
  objectOf,
  referencedName,
  requiredProperties,
  type TakenAnswers,
  type WirePlan,
  wireOf,
} from './inline-schema.js';
import { pagingProperties } from './paging.js';
import { shownSchema } from './shown-schema.js';

export type ToolShape = Pick<
  Tool,
  'inputSchema' | 'checkedSchema' | 'querySchema' | 'bodySchema' | 'paging' | 'requiredGroups' | 'requestPlan'
>;

type Properties = Record<string, Inlined>;

interface BodyArguments {
  readonly properties: Properties;
  readonly required: readonly string[];
  readonly plan: BodyPlan;
  readonly wire?: WirePlan | undefined;
  /** Names that Looker's answers have and that are dropped. */
  readonly answered?: readonly string[];
}

/** The arguments by where they go; `queryOnly` lacks those that the body has as well. */
interface Arguments {
  readonly path: Properties;
  readonly query: Properties;
  readonly queryOnly: Properties;
  readonly pages: Properties;
  readonly own: Properties;
  readonly body: BodyArguments;
}

const defaultShownMax = 150;
const pagingNames = new Set(['limit', 'offset', 'page', 'per_page', 'next_cursor']);

/** The schemas of a tool and the plan that turns its flat arguments back into a request. */
export function toolShape(row: ToolRow, operation: Operation, catalogue: CatalogueDocument): ToolShape {
  const paging = pagingOf(row, operation);
  const answers = takenAnswers(row);
  const context = { schemas: catalogue.schemas, around: [], withSecrets: row.hidden === 'secrets', answers };
  const shown = argumentsOf(row, operation, paging, { ...context, checking: false });
  const checked = argumentsOf(row, operation, paging, { ...context, checking: true });
  const { path, query, queryOnly, pages, own, body } = shown;
  const required = [...requiredParameters(row, operation), ...body.required, ...(row.required ?? [])];
  return {
    inputSchema: shownSchema(closedObject(withoutLongDefaults(allOf(shown)), required)),
    checkedSchema: { ...closedObject(allOf(checked), required), 'x-answered': checked.body.answered ?? [] },
    querySchema: shownSchema(closedObject({ ...path, ...query, ...pages, ...own }, required)),
    bodySchema: body.plan.kind === 'none' ? null : shownSchema(closedObject(body.properties, required)),
    paging,
    requiredGroups: row.requiredGroups ?? [],
    requestPlan: {
      pathNames: Object.keys(path),
      queryNames: Object.keys(queryOnly),
      body: checked.body.plan,
      bodyWire: checked.body.wire,
      defaults: { ...hiddenDefaults(row), ...defaultsOf({ ...path, ...body.properties, ...queryOnly }) },
    },
  };
}

function takenAnswers({ method }: ToolRow): TakenAnswers {
  if (method === 'create') return 'copied';
  return method === 'update' || method === 'replace' ? 'written' : 'none';
}

function argumentsOf(row: ToolRow, operation: Operation, paging: Tool['paging'], context: InlineContext): Arguments {
  const body = bodyArguments(row, operation, context);
  const read = (parameters: readonly Parameter[]) => parameterArguments(parameters, row, operation.path, context);
  const path = read(operation.pathParameters);
  const query = read(queryParametersOf(row, operation).filter(({ name }) => paging === null || !pagingNames.has(name)));
  const queryOnly = without(query, Object.keys(body.properties));
  return { path, query, queryOnly, pages: paging === null ? {} : pagingArguments(), own: read(row.own ?? []), body };
}

function allOf({ path, body, queryOnly, pages, own }: Arguments): Properties {
  return { ...path, ...body.properties, ...queryOnly, ...pages, ...own };
}

function pagingOf(row: ToolRow, operation: Operation): Tool['paging'] {
  const isList = row.method === 'list' || row.method.startsWith('search');
  const answersArray = row.effect === 'read' && operation.verb === 'GET' && operation.responseType?.endsWith('[]');
  if (!(row.paged ?? (isList || answersArray))) return null;
  const names = new Set(operation.queryParameters.map((parameter) => parameter.name));
  return names.has('limit') && names.has('offset') ? 'looker' : 'gateway';
}

function parameterArguments(
  parameters: readonly Parameter[],
  row: ToolRow,
  subject: string,
  context: InlineContext,
): Properties {
  const properties: Properties = {};
  for (const parameter of parameters) {
    const edits = [parameterEdits[parameter.name], row.edits?.[parameter.name]];
    if (edits.some((edit) => edit?.hidden) || isDeprecated(parameter)) continue;
    const inlined = edits.reduce<Inlined>(
      (argument, edit) => applyEdit(argument, edit, context),
      parameterArgument(parameter, subject, context),
    );
    properties[parameter.name] = parameter.name === 'fields' ? withDefault(inlined, row.fields) : inlined;
  }
  return properties;
}

// The default is the example.
function withDefault(inlined: Inlined, value: string | undefined): Inlined {
  if (value === undefined) return inlined;
  return { ...inlined, schema: { ...inlined.schema, description: 'Fields to answer.', default: value } };
}

function parameterArgument(parameter: Parameter, subject: string, context: InlineContext): Inlined {
  const { schema, wire } = inlineSchema(parameter.name, parameter.schema, context);
  const described = { ...parameter.schema, description: parameter.description };
  const description = argumentDescription(parameter.name, described, subject);
  return { schema: { ...schema, ...(description !== '' && { description }) }, wire };
}

function bodyArguments(row: ToolRow, operation: Operation, context: InlineContext): BodyArguments {
  if (!operation.body) return { properties: {}, required: [], plan: { kind: 'none' } };
  const { schema, required } = operation.body;
  if (schema.$ref === undefined) {
    const whole = applyEdit(inlineSchema('body', schema, context), row.edits?.body, context);
    return {
      properties: { body: whole },
      required: required ? ['body'] : [],
      plan: { kind: row.textBody ? 'text' : 'whole' },
      wire: whole.wire,
    };
  }
  return objectArguments(row, operation, referencedName(schema.$ref), context);
}

function objectArguments(row: ToolRow, operation: Operation, schema: string, context: InlineContext): BodyArguments {
  const properties: Properties = {};
  const inlined: Properties = {};
  const names: Record<string, string> = {};
  for (const [key, property] of Object.entries(inlineProperties(schema, context))) {
    const name = row.bodyNames?.[key] ?? key;
    const edit = row.edits?.[name];
    if (edit?.hidden || (row.only && !row.only.includes(name))) continue;
    const nullable = row.method === 'update' && isNullable(schema, key, context);
    const known = applyEdit(property, operationEdits[operation.id]?.[key], context);
    properties[name] = inlined[key] = applyEdit(nullable ? withNull(known) : known, edit, context);
    names[name] = key;
  }
  const shown = new Set([...Object.keys(names).map((name) => names[name] ?? name), ...argumentNames(row, operation)]);
  const { unlisted, dropped } = answeredProperties(schema, shown, context);
  for (const [key, property] of Object.entries(unlisted)) {
    properties[key] = inlined[key] = property;
    names[key] = key;
  }
  const required = operation.body?.required ? requiredProperties(schema, context) : [];
  return {
    answered: dropped,
    properties,
    required: required.map((key) => row.bodyNames?.[key] ?? key),
    plan: { kind: 'properties', names },
    wire: wireOf(inlined),
  };
}

/** The arguments of a tool that are not of its body. */
function argumentNames(row: ToolRow, operation: Operation): string[] {
  return [...operation.pathParameters, ...queryParametersOf(row, operation), ...(row.own ?? [])].map(
    ({ name }) => name,
  );
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

function queryParametersOf(row: ToolRow, operation: Operation): readonly Parameter[] {
  return [...operation.queryParameters, ...(row.parameters ?? [])];
}

function requiredParameters(row: ToolRow, operation: Operation): string[] {
  const query = queryParametersOf(row, operation).filter((parameter) => parameter.required);
  const own = (row.own ?? []).filter((parameter) => parameter.required);
  const names = [...operation.pathParameters, ...query, ...own].map((parameter) => parameter.name);
  return names.filter((name) => !row.edits?.[name]?.hidden);
}

function closedObject(properties: Properties, required: readonly string[]): JsonSchema {
  const needed = required.filter((name) => properties[name]?.schema.default === undefined);
  const { schema } = objectOf(properties, [...new Set(needed)]);
  return { ...schema, properties: schema.properties ?? {}, additionalProperties: false };
}

function pagingArguments(): Properties {
  return { limit: { schema: pagingProperties.limit }, next_cursor: { schema: pagingProperties.next_cursor } };
}

// Every conversation pays for what is shown; what a long default holds, the answer shows.
function withoutLongDefaults(properties: Properties): Properties {
  const { fields } = properties;
  if (fields === undefined || String(fields.schema.default ?? '').length <= defaultShownMax) return properties;
  const { default: _, ...schema } = fields.schema;
  return { ...properties, fields: { ...fields, schema: { ...schema, description: 'Other fields than the default.' } } };
}

function without(properties: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));
}

function hiddenDefaults({ edits = {} }: ToolRow): Record<string, string | number | boolean> {
  const defaults: Record<string, string | number | boolean> = {};
  for (const [name, { hidden, schema }] of Object.entries(edits))
    if (hidden && schema?.default !== undefined) defaults[name] = schema.default;
  return defaults;
}

function defaultsOf(properties: Properties): Record<string, string | number | boolean> {
  const defaults: Record<string, string | number | boolean> = {};
  for (const [name, property] of Object.entries(properties)) {
    if (property.schema.default !== undefined) defaults[name] = property.schema.default;
  }
  return defaults;
}
