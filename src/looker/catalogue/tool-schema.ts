import { parameterEdits } from './argument-edits.js';
import {
  applyEdit,
  argumentDescription,
  type InlineContext,
  type Inlined,
  inlineProperties,
  inlineSchema,
  objectOf,
  referencedName,
  requiredProperties,
  type WirePlan,
  wireOf,
} from './inline-schema.js';
import type { CatalogueDocument, JsonSchema, Operation, Parameter } from './operation.js';
import { pagingProperties } from './paging.js';
import type { BodyPlan, Tool } from './tool.js';
import type { ToolRow } from './tool-row.js';

export type ToolShape = Pick<
  Tool,
  'inputSchema' | 'querySchema' | 'bodySchema' | 'paging' | 'requiredGroups' | 'requestPlan'
>;

type Properties = Record<string, Inlined>;

interface BodyArguments {
  readonly properties: Properties;
  readonly required: readonly string[];
  readonly plan: BodyPlan;
  readonly wire?: WirePlan | undefined;
}

const pagingNames = new Set(['limit', 'offset', 'page', 'per_page', 'next_cursor']);

/** The schemas of a tool and the plan that turns its flat arguments back into a request. */
export function toolShape(row: ToolRow, operation: Operation, catalogue: CatalogueDocument): ToolShape {
  const paging = pagingOf(row, operation);
  const body = bodyArguments(row, operation, { schemas: catalogue.schemas, around: [] });
  const path = parameterArguments(operation.pathParameters, row);
  const query = parameterArguments(
    operation.queryParameters.filter((parameter) => paging === null || !pagingNames.has(parameter.name)),
    row,
  );
  const queryOnly = without(query, Object.keys(body.properties));
  const pages = paging === null ? {} : pagingArguments();
  const required = [...requiredParameters(operation), ...body.required, ...(row.required ?? [])];
  const all = { ...path, ...body.properties, ...queryOnly, ...pages };
  return {
    inputSchema: closedObject(all, required),
    querySchema: closedObject({ ...path, ...query, ...pages }, required),
    bodySchema: body.plan.kind === 'none' ? null : closedObject(body.properties, required),
    paging,
    requiredGroups: row.requiredGroups ?? [],
    requestPlan: {
      pathNames: Object.keys(path),
      queryNames: Object.keys(queryOnly),
      body: body.plan,
      bodyWire: body.wire,
      defaults: defaultsOf({ ...path, ...body.properties, ...queryOnly }),
    },
  };
}

function pagingOf(row: ToolRow, operation: Operation): Tool['paging'] {
  const isList = row.method === 'list' || row.method.startsWith('search');
  const answersArray = row.effect === 'read' && operation.verb === 'GET' && operation.responseType?.endsWith('[]');
  if (!(row.paged ?? (isList || answersArray))) return null;
  const names = new Set(operation.queryParameters.map((parameter) => parameter.name));
  return names.has('limit') && names.has('offset') ? 'looker' : 'gateway';
}

function parameterArguments(parameters: readonly Parameter[], row: ToolRow): Properties {
  const properties: Properties = {};
  for (const parameter of parameters) {
    const edits = [parameterEdits[parameter.name], row.edits?.[parameter.name]];
    if (edits.some((edit) => edit?.hidden)) continue;
    const inlined = edits.reduce<Inlined>(applyEdit, { schema: parameterSchema(parameter) });
    properties[parameter.name] = parameter.name === 'fields' ? withDefault(inlined, row.fields) : inlined;
  }
  return properties;
}

function withDefault(inlined: Inlined, value: string | undefined): Inlined {
  return value === undefined ? inlined : { ...inlined, schema: { ...inlined.schema, default: value } };
}

function parameterSchema(parameter: Parameter): JsonSchema {
  const { schema } = inlineSchema(parameter.name, parameter.schema, { schemas: {}, around: [] });
  const description = argumentDescription(parameter.name, {
    ...parameter.schema,
    description: parameter.description,
  });
  return { ...schema, ...(description !== '' && { description }) };
}

function bodyArguments(row: ToolRow, operation: Operation, context: InlineContext): BodyArguments {
  if (!operation.body) return { properties: {}, required: [], plan: { kind: 'none' } };
  const { schema, required } = operation.body;
  if (schema.$ref === undefined) {
    const whole = applyEdit(inlineSchema('body', schema, context), row.edits?.body);
    return {
      properties: { body: whole },
      required: required ? ['body'] : [],
      plan: { kind: row.textBody ? 'text' : 'whole' },
      wire: whole.wire,
    };
  }
  return objectArguments(row, referencedName(schema.$ref), required, context);
}

function objectArguments(row: ToolRow, schema: string, isRequired: boolean, context: InlineContext): BodyArguments {
  const properties: Properties = {};
  const inlined: Properties = {};
  const names: Record<string, string> = {};
  for (const [key, property] of Object.entries(inlineProperties(schema, context))) {
    const name = row.bodyNames?.[key] ?? key;
    const edit = row.edits?.[name];
    if (edit?.hidden || (row.only && !row.only.includes(name))) continue;
    const nullable = row.method === 'update' && context.schemas[schema]?.properties?.[key]?.nullable === true;
    properties[name] = inlined[key] = applyEdit(nullable ? withNull(property) : property, edit);
    names[name] = key;
  }
  const required = isRequired ? requiredProperties(schema, context) : [];
  return {
    properties,
    required: required.map((key) => row.bodyNames?.[key] ?? key),
    plan: { kind: 'properties', names },
    wire: wireOf(inlined),
  };
}

// An update clears a value by sending null; elsewhere an absent argument says the same.
function withNull(property: Inlined): Inlined {
  const { type, enum: values } = property.schema;
  if (typeof type !== 'string' || type === 'object' || type === 'array') return property;
  return {
    ...property,
    schema: { ...property.schema, type: [type, 'null'], ...(values && { enum: [...values, null] }) },
  };
}

function requiredParameters(operation: Operation): string[] {
  const query = operation.queryParameters.filter((parameter) => parameter.required);
  return [...operation.pathParameters, ...query].map((parameter) => parameter.name);
}

function closedObject(properties: Properties, required: readonly string[]): JsonSchema {
  const needed = required.filter((name) => properties[name]?.schema.default === undefined);
  const { schema } = objectOf(properties, [...new Set(needed)]);
  return { ...schema, properties: schema.properties ?? {}, additionalProperties: false };
}

function pagingArguments(): Properties {
  return { limit: { schema: pagingProperties.limit }, next_cursor: { schema: pagingProperties.next_cursor } };
}

function without(properties: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));
}

function defaultsOf(properties: Properties): Record<string, string | number | boolean> {
  const defaults: Record<string, string | number | boolean> = {};
  for (const [name, property] of Object.entries(properties)) {
    if (property.schema.default !== undefined) defaults[name] = property.schema.default;
  }
  return defaults;
}
