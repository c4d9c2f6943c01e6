import type { Operation, Parameter } from '../../src/tools/catalogue/operation.js';
import type { Tool } from '../../src/tools/catalogue/tool.js';
import type { DescribedOperation, DescribedParameter } from './looker-description.js';

/** What the operation of a tool and Looker's description of it do not agree on, one sentence each. */
export function operationDifferences({ operation }: Tool, described: DescribedOperation): string[] {
  if (operation === null) return [];
  const at = (place: 'path' | 'query') => described.parameters.filter((parameter) => parameter.in === place);
  const facts: readonly (readonly [string, unknown, unknown])[] = [
    ['verb', operation.verb, described.verb],
    ['path', operation.path, described.path],
    ['path parameters', outline(operation.pathParameters), outline(at('path'))],
    ['query parameters', outline(operation.queryParameters), outline(at('query'))],
    ['body', bodyOutline(operation), described.bodyRequired],
  ];
  return facts
    .filter(([, ours, looker]) => ours !== looker)
    .map(([what, ours, looker]) => `${operation.id}: ${what} is ${ours}, and Looker's ${looker}.`);
}

/** The parameters that Looker requires and a call of the tool may lack. */
export function unrequired({ name, inputSchema }: Tool, described: DescribedOperation): string[] {
  return described.parameters
    .filter((parameter) => parameter.required && !inputSchema.required?.includes(parameter.name))
    .filter((parameter) => inputSchema.properties?.[parameter.name]?.default === undefined)
    .map((parameter) => `${name}: ${parameter.name} is not required.`);
}

// The SDK has no word for an object in a query.
const outline = (parameters: readonly (Parameter | DescribedParameter)[]): string =>
  parameters
    .map(({ name, required, schema }) => `${name}${required ? '!' : ''}: ${schema.type ?? 'object'}`)
    .sort()
    .join(', ');

const bodyOutline = ({ body }: Operation): boolean | undefined => body?.required;
