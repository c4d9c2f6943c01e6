import type { DescribedSchema, LookerDescription } from './looker-description.js';

/** The header in which the mock says which operation it answered. */
export const OPERATION_HEADER = 'x-looker-operation';

type Json = unknown;

/**
 * The description as a mock can read it, stricter about requests than Looker writes it: an object takes no property that
 * Looker does not name, and none that only Looker sets, but for the `writable` ones (schema -> property -> reason). Paths begin
 * with the API's, and every answer is an empty object that names its operation, since answers are not what is checked.
 */
export function mockDescription(
  description: LookerDescription,
  writable: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Json {
  const { info, paths, components } = description;
  const schemas = Object.entries(components.schemas).map(([name, schema]) => [
    name,
    closed(schema, writable[name] ?? {}),
  ]);
  return withoutAny({
    openapi: '3.0.0',
    info,
    paths: Object.fromEntries(Object.entries(paths).map(([path, calls]) => [`/api/4.0${path}`, answered(calls)])),
    components: { schemas: Object.fromEntries(schemas) },
  });
}

function closed(schema: DescribedSchema, writable: Readonly<Record<string, string>>): DescribedSchema {
  if (schema.properties === undefined) return schema;
  const taken = Object.entries(schema.properties)
    .filter(([name, { readOnly }]) => !readOnly || name in writable)
    // Mocks leave read-only properties unchecked.
    .map(([name, { readOnly, ...property }]) => [name, property] as const);
  const names = new Set(taken.map(([name]) => name));
  return {
    ...schema,
    properties: Object.fromEntries(taken),
    required: (schema.required ?? []).filter((name) => names.has(name)),
    additionalProperties: schema.additionalProperties ?? false,
  };
}

function answered(calls: LookerDescription['paths'][string]): Json {
  const answers = Object.entries(calls).map(([verb, call]) => {
    const headers = { [OPERATION_HEADER]: { schema: { type: 'string' }, example: call.operationId } };
    const content = { 'application/json': { schema: { type: 'object' } } };
    return [verb, { ...call, responses: { 200: { description: 'Answered.', headers, content } } }];
  });
  return Object.fromEntries(answers);
}

// Looker writes `{"type": "any"}` where JSON Schema says nothing. A mock that cannot read a schema checks nothing against it.
function withoutAny(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutAny);
  if (typeof value !== 'object' || value === null) return value;
  if ('type' in value && value.type === 'any') return {};
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutAny(inner)]));
}
