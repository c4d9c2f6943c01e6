import type { JsonSchema } from '../../src/tools/catalogue/operation.js';
import type { Tool } from '../../src/tools/catalogue/tool.js';
import type { Arguments } from './sample-calls.js';

/** The arguments of a tool, at any depth, and the values of its enums that none of the calls gives. */
export function ungiven(tool: Tool, calls: readonly Arguments[]): string[] {
  const given = new Set(calls.flatMap((args) => valuesIn(args, tool.name)));
  return valuesOf(tool.inputSchema, tool.name).filter((value) => !given.has(value));
}

function valuesOf(schema: JsonSchema, path: string): string[] {
  const values = (schema.enum ?? []).map((value) => `${path} = ${value}`);
  const items = schema.items ? valuesOf(schema.items, `${path}.0`) : [];
  const inner = Object.entries(schema.properties ?? {}).flatMap(([name, part]) => valuesOf(part, `${path}.${name}`));
  return [path, ...values, ...items, ...inner];
}

function valuesIn(value: unknown, path: string): string[] {
  if (typeof value !== 'object' || value === null) return [path, `${path} = ${value}`];
  return [path, ...Object.entries(value).flatMap(([name, part]) => valuesIn(part, `${path}.${name}`))];
}
