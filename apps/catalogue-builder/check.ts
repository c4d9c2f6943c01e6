import type { CatalogueDocument, Operation } from './catalogue-document.js';
import { pathNames } from './operations.js';

/** The operations of Looker's API 4.0 in release 26.12. Looker adds operations; it does not take them away. */
export const operationsMin = 483;

/**
 * What makes a catalogue unfit to derive tools from, one sentence each: too few operations, types that could not be
 * read, operations without a tag, path parameters that no argument declares. Empty when the catalogue is complete.
 */
export function catalogueProblems(catalogue: CatalogueDocument, unknownTypes: ReadonlySet<string>): string[] {
  const found = catalogue.operations.length;
  const problems = found < operationsMin ? [`Found ${found} operations, expected at least ${operationsMin}.`] : [];
  for (const type of unknownTypes) problems.push(`Type reference ${type} is not known.`);
  return [...problems, ...catalogue.operations.flatMap(operationProblems)];
}

function operationProblems(operation: Operation): string[] {
  const declared = new Set(operation.pathParameters.map((parameter) => parameter.name));
  const undeclared = pathNames(operation.path).filter((name) => !declared.has(name));
  const problems = undeclared.map((name) => `Operation ${operation.id}: path parameter ${name} is not declared.`);
  if (operation.tag === '') problems.push(`Operation ${operation.id} has no tag.`);
  if (!operation.path.startsWith('/')) problems.push(`Operation ${operation.id} has no readable path.`);
  return problems;
}
