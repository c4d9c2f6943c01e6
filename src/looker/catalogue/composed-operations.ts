import type { CatalogueDocument, JsonSchema, Operation, Parameter } from './operation.js';

/** The id under which a tool that is made of many requests stands among the operations. It is never sent. */
type Composed = Pick<Operation, 'id' | 'tag' | 'summary' | 'pathParameters' | 'queryParameters'>;

const optional = (name: string, description: string, schema: JsonSchema): Parameter => ({
  ...{ name, description, schema },
  required: false,
});

const composed: readonly Composed[] = [
  {
    id: 'composed_search_fields',
    tag: 'LookmlModel',
    summary: 'Search Fields of Explores',
    pathParameters: [],
    queryParameters: [
      optional('query', 'Words, e.g. "revenue month state".', { type: 'string' }),
      optional('model', '', { type: 'string' }),
      optional('explore', '', { type: 'string' }),
    ],
  },
];

/** Adds what the gateway itself composes of Looker's operations, so that tools of it have schemas like all others. */
export function withComposedOperations(catalogue: CatalogueDocument): CatalogueDocument {
  const more = composed.map(
    (operation): Operation => ({
      ...operation,
      verb: 'GET',
      path: `/${operation.id}`,
      description: operation.summary,
    }),
  );
  return { ...catalogue, operations: [...catalogue.operations, ...more] };
}
