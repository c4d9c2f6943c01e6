import type { JsonSchema } from '../catalogue/operation.js';
import { argumentFormats } from './argument-formats.js';

/** Said of an argument that null empties; the check takes null there, and strict clients refuse to read it in a type. */
const NULL_CLEARS = 'null clears it.';

/**
 * A schema as `tools/list` shows it. Some clients refuse a whole list for one schema that they cannot read, so each value has one
 * type, each list says what it holds, no list of values has "" or null, and each object says whether it takes other names.
 * What a check takes besides stays with the check: what it refers to, formats of this gateway's own, and what is `x-unlisted`.
 */
export function shownSchema({ $ref: _, ...whole }: JsonSchema): JsonSchema {
  const schema = withoutOwnFormat(whole);
  const types = [schema.type ?? []].flat();
  const type = typeOf(schema, types);
  const values = schema.enum?.filter((value) => value !== null && value !== '');
  const description = withNullMentioned(schema.description, types.includes('null'));
  const { additionalProperties } = schema;
  return {
    ...schema,
    type,
    ...(description !== undefined && { description }),
    ...(values && { enum: values }),
    ...(schema.properties && { properties: shownProperties(schema.properties) }),
    ...(type === 'array' && { items: shownSchema(schema.items ?? {}) }),
    ...(type === 'object' && {
      additionalProperties:
        typeof additionalProperties === 'object' ? shownSchema(additionalProperties) : (additionalProperties ?? true),
    }),
  };
}

function withoutOwnFormat(schema: JsonSchema): JsonSchema {
  const { format, ...others } = schema;
  return format !== undefined && Object.hasOwn(argumentFormats, format) ? others : schema;
}

const shownProperties = (properties: Readonly<Record<string, JsonSchema>>) =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([, inner]) => inner['x-unlisted'] !== true)
      .map(([name, inner]) => [name, shownSchema(inner)]),
  );

function typeOf({ properties, items }: JsonSchema, types: readonly string[]): string {
  const [first, ...others] = types.filter((type) => type !== 'null');
  if (first !== undefined) return others.includes('string') ? 'string' : first;
  if (properties !== undefined) return 'object';
  return items === undefined ? 'string' : 'array';
}

function withNullMentioned(description: string | undefined, isNullable: boolean): string | undefined {
  if (!isNullable || /\bnull\b/.test(description ?? '')) return description;
  if (description === undefined) return NULL_CLEARS;
  return `${description}${/[.!?]$/.test(description) ? '' : '.'} ${NULL_CLEARS}`;
}
