import type { OpenAPIObject } from '@nestjs/swagger';
import { isRecord, type JsonRecord } from '../../values/is-record.js';
import { operationsOf } from './operations.js';

/**
 * Makes the schemas say what holds, and say it so that generators of clients read it right:
 * numbers are whole ones, unless they have a format; null is among the values of what may be null; an object without declared fields holds any; and
 * bodies take no unknown fields. A default stands in the words of a body's field: many generators take a field with
 * `default` for one that is always there.
 */
export function describeSchemas(document: OpenAPIObject): OpenAPIObject {
  const described: OpenAPIObject = JSON.parse(JSON.stringify(document), (_, value) =>
    isRecord(value) ? trueForm(value) : value,
  );
  const schemas: JsonRecord = { ...described.components?.schemas };
  for (const name of bodySchemas(described, schemas)) {
    const schema = schemas[name];
    if (isRecord(schema)) Object.assign(schema, inputForm(schema));
  }
  return described;
}

function trueForm(value: JsonRecord): JsonRecord {
  if (value.type === 'number' && value.format === undefined) {
    const isBounded = typeof value.maximum === 'number' && value.maximum < 2 ** 31;
    return { ...value, type: 'integer', ...(!isBounded && { format: 'int64' }) };
  }
  if (value.type === 'object' && !['properties', 'allOf', 'additionalProperties'].some((key) => key in value))
    return { ...value, additionalProperties: true };
  if (value.nullable === true && Array.isArray(value.enum)) return { ...value, enum: [...value.enum, null] };
  return value;
}

function inputForm(schema: JsonRecord): JsonRecord {
  if (!isRecord(schema.properties)) return {};
  const fields = Object.entries(schema.properties).map(([name, field]) => [
    name,
    isRecord(field) ? withoutDefault(field) : field,
  ]);
  return { properties: Object.fromEntries(fields), additionalProperties: false };
}

function withoutDefault({ default: value, ...field }: JsonRecord): JsonRecord {
  if (value === undefined) return field;
  const words = `Default: \`${JSON.stringify(value)}\`.`;
  return { ...field, description: [field.description, words].filter(Boolean).join(' ') };
}

/** The names of all schemas that bodies are made of. */
function bodySchemas(document: OpenAPIObject, schemas: JsonRecord): ReadonlySet<string> {
  const found = new Set<string>();
  let open: readonly unknown[] = operationsOf(document).map(({ operation }) => operation.requestBody);
  while (open.length > 0) {
    const fresh = open.flatMap(referencesIn).filter((name) => !found.has(name));
    for (const name of fresh) found.add(name);
    open = fresh.map((name) => schemas[name]);
  }
  return found;
}

const referencesIn = (value: unknown): readonly string[] =>
  [...(JSON.stringify(value) ?? '').matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g)].flatMap(
    ([, name]) => name ?? [],
  );
