import type { JsonSchema, Operation, Parameter } from '../catalogue/operation.js';
import type { Tool } from '../catalogue/tool.js';
import { effectOf, type ToolDefinition } from '../catalogue/tool-definition.js';
import { parameterEdits } from './argument-edits.js';
import {
  type AnyDefinition,
  type BodyArguments,
  bodyArguments,
  type Described,
  type Properties,
  queryParametersOf,
} from './body-arguments.js';
import {
  type AcceptedAnswers,
  applyEdit,
  argumentDescription,
  type InlineContext,
  type Inlined,
  inlineSchema,
  inlineText,
  isDeprecated,
  isIdName,
  objectOf,
} from './inline-schema.js';
import { pagingProperties } from './paging.js';
import { shownSchema } from './shown-schema.js';

export type ToolShape = Pick<
  Tool,
  'inputSchema' | 'checkedSchema' | 'querySchema' | 'bodySchema' | 'paging' | 'requiredGroups' | 'requestPlan'
>;

const UNDESCRIBED: Described = { path: '', pathParameters: [], queryParameters: [] };

/** The arguments by where they go; `queryOnly` lacks those that the body has as well. */
interface Arguments {
  readonly path: Properties;
  readonly query: Properties;
  readonly queryOnly: Properties;
  readonly pages: Properties;
  readonly own: Properties;
  readonly body: BodyArguments;
}

const DEFAULT_SHOWN_MAX = 150;
const PAGING_NAMES = new Set(['limit', 'offset', 'page', 'per_page', 'next_cursor']);

/** The schemas of a tool and the plan that turns its flat arguments back into a request. */
export function toolShape(
  definition: ToolDefinition,
  described: Operation | null,
  schemas: InlineContext['schemas'],
): ToolShape {
  const operation = described ?? UNDESCRIBED;
  const paging = pagingOf(definition, operation);
  const answers = acceptedAnswers(definition);
  const context = { schemas, around: [], withSecrets: definition.hidden === 'secrets', answers };
  const shown = argumentsOf(definition, operation, paging, { ...context, checking: false });
  const checked = argumentsOf(definition, operation, paging, { ...context, checking: true });
  const { path, query, queryOnly, pages, own, body } = shown;
  const fixedFields = fixedFieldsOf(definition);
  const required = [...requiredParameters(definition, operation), ...body.required, ...(definition.required ?? [])];
  return {
    inputSchema: shownSchema(closedObject(withoutLongDefaults(allOf(shown)), required)),
    checkedSchema: { ...closedObject(allOf(checked), required), 'x-answered': checked.body.answered ?? [] },
    querySchema: shownSchema(closedObject({ ...path, ...query, ...own, ...pages }, required)),
    bodySchema: body.plan.kind === 'none' ? null : shownSchema(closedObject(body.properties, required)),
    paging,
    requiredGroups: definition.requiredGroups ?? [],
    requestPlan: {
      pathNames: described === null ? Object.keys(own).filter(isIdOf(own)) : Object.keys(path),
      pathNamesByLooker: pathNamesOf(definition),
      queryNames: [...Object.keys(queryOnly), ...(fixedFields === undefined ? [] : ['fields'])],
      body: checked.body.plan,
      bodyWire: checked.body.wire,
      defaults: {
        ...hiddenDefaults(definition),
        ...(fixedFields !== undefined && { fields: fixedFields }),
        ...defaultsOf({ ...path, ...body.properties, ...queryOnly }),
      },
    },
  };
}

function acceptedAnswers({ method }: AnyDefinition): AcceptedAnswers {
  if (method === 'create') return 'copied';
  return method === 'update' || method === 'replace' ? 'written' : 'none';
}

function argumentsOf(
  definition: AnyDefinition,
  operation: Described,
  paging: Tool['paging'],
  context: InlineContext,
): Arguments {
  const body = bodyArguments(definition, operation, context);
  const read = (parameters: readonly Parameter[]) =>
    parameterArguments(parameters, definition, operation.path, context);
  const path = read(operation.pathParameters);
  const query = read(
    queryParametersOf(definition, operation).filter(({ name }) => paging === null || !PAGING_NAMES.has(name)),
  );
  const queryOnly = without(query, Object.keys(body.properties));
  return {
    path,
    query,
    queryOnly,
    pages: paging === null ? {} : pagingArguments(),
    own: ownArguments(definition, context),
    body,
  };
}

function allOf({ path, body, queryOnly, pages, own }: Arguments): Properties {
  return { ...path, ...body.properties, ...queryOnly, ...own, ...pages };
}

function pagingOf(definition: AnyDefinition, operation: Described): Tool['paging'] {
  const isList = definition.method === 'list' || definition.method.startsWith('search');
  const answersArray =
    effectOf(definition) === 'read' && operation.verb === 'GET' && operation.responseType?.endsWith('[]');
  if (!(definition.paged ?? (isList || answersArray))) return null;
  const names = new Set(operation.queryParameters.map((parameter) => parameter.name));
  return names.has('limit') && names.has('offset') ? 'looker' : 'gateway';
}

/** The arguments that `run` reads itself: as the definition has them. */
const ownArguments = (definition: AnyDefinition, context: InlineContext): Properties =>
  Object.fromEntries(
    Object.entries(definition.arguments ?? {}).map(([name, schema]) => [name, inlineText(name, schema, context)]),
  );

const isIdOf = (properties: Properties) => (name: string) => {
  const { schema } = properties[name] ?? {};
  return isIdName(name) && schema?.type === 'string' && schema['x-unlisted'] !== true;
};

function parameterArguments(
  parameters: readonly Parameter[],
  definition: AnyDefinition,
  subject: string,
  context: InlineContext,
): Properties {
  const properties: Properties = {};
  for (const parameter of parameters) {
    const edits = [parameterEdits[parameter.name], definition.edits?.[parameter.name]];
    if (edits.some((edit) => edit?.hidden) || isDeprecated(parameter)) continue;
    const inlined = edits.reduce<Inlined>(
      (argument, edit) => applyEdit(argument, edit, context),
      parameterArgument(parameter, subject, context),
    );
    const name = nameOf(parameter, definition);
    properties[name] = name === 'fields' ? withDefault(inlined, definition.fields) : inlined;
  }
  return properties;
}

const pathNamesOf = ({ pathNames = {} }: AnyDefinition) => pathNames;
const nameOf = ({ name }: Parameter, definition: AnyDefinition) => pathNamesOf(definition)[name] ?? name;

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

function requiredParameters(definition: AnyDefinition, operation: Described): string[] {
  const query = queryParametersOf(definition, operation).filter((parameter) => parameter.required);
  const shown = [...operation.pathParameters, ...query].filter(({ name }) => !definition.edits?.[name]?.hidden);
  return shown.map((parameter) => nameOf(parameter, definition));
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
  if (fields === undefined || String(fields.schema.default ?? '').length <= DEFAULT_SHOWN_MAX) return properties;
  const { default: _, ...schema } = fields.schema;
  return { ...properties, fields: { ...fields, schema: { ...schema, description: 'Other fields than the default.' } } };
}

function without(properties: Properties, names: readonly string[]): Properties {
  return Object.fromEntries(Object.entries(properties).filter(([name]) => !names.includes(name)));
}

/** What Looker is always asked for, where the caller has no say in it. */
const fixedFieldsOf = ({ fields, edits }: AnyDefinition) => (edits?.fields?.hidden === true ? fields : undefined);

function hiddenDefaults({ edits = {} }: AnyDefinition): Record<string, string | number | boolean> {
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
