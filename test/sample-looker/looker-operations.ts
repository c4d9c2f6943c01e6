import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PACKAGE_ROOT } from '../../src/config/settings.js';

interface Schema {
  $ref?: string;
  type?: string;
  items?: Schema;
  enum?: string[];
  nullable?: boolean;
  additionalProperties?: Schema;
}

export interface Operation {
  id: string;
  verb: string;
  path: string;
  tag: string;
  responseType: string;
}

const catalogue = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'dist', 'catalogue', 'looker-4.0.json'), 'utf8')) as {
  operations: Operation[];
  schemas: Record<string, { properties: Record<string, Schema>; required?: string[] }>;
};

/** Every operation that Looker documents. */
export const operations: readonly Operation[] = catalogue.operations;

export function operationAt(verb: string, path: string): Operation | undefined {
  return operations.find((operation) => operation.verb === verb && operation.path === path);
}

/** The path of an operation with its parameters filled in. Throws for one that `values` lacks. */
export function filledPath(path: string, values: (name: string) => string | undefined): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = values(name);
    if (value === undefined) throw new Error(`${path} needs a ${name}`);
    return encodeURIComponent(value);
  });
}

/** Where an answer is not of the type that Looker documents: other properties, kinds, nulls; empty when it fits. */
export function shapeProblems(responseType: string, value: unknown): string[] {
  const isList = responseType.endsWith('[]');
  const name = responseType.replace(/\[\]$/, '');
  if (catalogue.schemas[name] === undefined) return [];
  const one: Schema = { $ref: `#/schemas/${name}` };
  return [...new Set(problemsAt(name, isList ? { type: 'array', items: one } : one, value))];
}

function problemsAt(at: string, schema: Schema, value: unknown): string[] {
  if (value === null) return schema.nullable === true || schema.type === undefined ? [] : [`${at} is null`];
  const kind = kindOf(value);
  if (schema.$ref !== undefined) {
    if (kind !== 'object') return [`${at} is ${kind}, not an object`];
    return recordProblems(at, schema.$ref.slice('#/schemas/'.length), value as Record<string, unknown>);
  }
  if (schema.enum !== undefined && !schema.enum.includes(String(value))) return [`${at} is ${String(value)}`];
  const isExpected =
    schema.type === undefined || schema.type === kind || (schema.type === 'number' && kind === 'integer');
  if (!isExpected) return [`${at} is ${kind}, not ${schema.type}`];
  const inner = schema.items ?? schema.additionalProperties;
  return inner === undefined
    ? []
    : Object.values(value as object).flatMap((entry) => problemsAt(`${at}[]`, inner, entry));
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

function recordProblems(at: string, name: string, record: Record<string, unknown>): string[] {
  const { properties = {}, required = [] } = catalogue.schemas[name] ?? {};
  const missing = required
    .filter((property) => !(property in record))
    .map((property) => `${at}.${property} is missing`);
  const others = Object.entries(record).flatMap(([property, value]) => {
    const schema = properties[property];
    return schema === undefined ? [`${at}.${property} is unknown`] : problemsAt(`${at}.${property}`, schema, value);
  });
  return [...missing, ...others];
}
