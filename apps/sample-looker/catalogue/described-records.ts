import { isRecord, type LookerRecord } from '../api.js';
import type { PropertyType, Writable } from '../records/writable.js';
import {
  type DescribedOperation,
  referredType,
  type TypeSchema,
  typeSchema,
  type ValueSchema,
} from './looker-catalogue.js';

/** What Looker takes and never shows again. */
const writeOnlyNames = new Set([
  ...['password', 'certificate', 'file_type', 'pdt_password', 'pdt_certificate', 'pdt_file_type', 'client_secret'],
  ...['authorization_token', 'auth_password', 'test_ldap_user', 'test_ldap_password', 'custom_s3_key'],
  ...['custom_s3_secret', 'override_warnings', 'default_new_user_group_ids', 'default_new_user_role_ids'],
]);
const rights = { index: true, show: true, create: true, update: true, destroy: true };

/**
 * A record in the shape of one of Looker's types: its properties and no others, null where nothing is known and null is
 * allowed or given, without what is write-only or `hidden`. Ids are strings or numbers as the type says.
 */
export function completeRecord(type: string, record: LookerRecord, hidden: readonly string[] = []): LookerRecord {
  return complete(typeSchema(type), record, (name) => !writeOnlyNames.has(name) && !hidden.includes(name));
}

/** The properties that a body may set, with their kinds: the ones of its type that are not read-only. */
export function writableOf(operation: DescribedOperation | undefined): Writable {
  const { properties = {} } = bodyType(operation) ?? {};
  const entries = Object.entries(properties).filter(([, property]) => property.readOnly !== true);
  return Object.fromEntries(entries.map(([name, property]) => [name, kindOf(property)]));
}

/** The properties of a body's type that Looker requires. */
export function requiredOf(operation: DescribedOperation | undefined): readonly string[] {
  return bodyType(operation)?.required ?? [];
}

/** The parameters of a search that are also properties of the records that it answers. */
export function searchableOf({ queryParameters, responseType = '' }: DescribedOperation): readonly string[] {
  const { properties } = typeSchema(responseType.replace('[]', ''));
  return queryParameters.map(({ name }) => name).filter((name) => name in properties);
}

/** Properties of a type that take one of a few values, with those values. */
export function enumerationsOf(type: string): [name: string, allowed: readonly string[]][] {
  return Object.entries(typeSchema(type).properties).flatMap(([name, schema]) =>
    schema.enum === undefined ? [] : [[name, schema.enum] as [string, readonly string[]]],
  );
}

function bodyType(operation: DescribedOperation | undefined): TypeSchema | undefined {
  return operation?.body && referredType(operation.body.schema);
}

function kindOf(schema: ValueSchema): PropertyType {
  switch (schema.type) {
    case 'string':
    case 'boolean':
    case 'integer':
    case 'number':
    case 'object':
      return schema.type;
    case 'array':
      return 'list';
    default:
      return schema.$ref === undefined ? 'any' : 'object';
  }
}

function complete(schema: TypeSchema, record: LookerRecord, isShown: (name: string) => boolean): LookerRecord {
  const entries = Object.entries(schema.properties)
    .filter(([name]) => isShown(name))
    .map(([name, property]): [string, unknown] => [name, completeValue(name, property, record[name], isShown)]);
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined));
}

function completeValue(name: string, schema: ValueSchema, value: unknown, isShown: (name: string) => boolean): unknown {
  if (value === undefined || value === null) return valueWhenAbsent(name, schema, value);
  const type = referredType(schema);
  if (type !== undefined && isRecord(value)) return complete(type, value, isShown);
  if (schema.type === 'string' && typeof value === 'number') return String(value);
  if (schema.type === 'integer' && typeof value === 'string') return Number(value);
  const { items } = schema;
  if (items === undefined || !Array.isArray(value)) return value;
  return value.map((entry) => completeValue('', items, entry, isShown));
}

/** A null that was given stays one, whatever the type says of null. */
function valueWhenAbsent(name: string, schema: ValueSchema, value: null | undefined): unknown {
  if (name === 'can') return rights;
  if (schema.nullable === true) return null;
  if (schema.type === 'array') return [];
  return schema.type === 'boolean' ? false : value;
}
