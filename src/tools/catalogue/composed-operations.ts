import type { CatalogueDocument, JsonSchema, Operation, Parameter } from './operation.js';

/** The id under which a tool that is made of many requests stands among the operations. It is never sent. */
type Composed = Pick<Operation, 'id' | 'tag' | 'summary' | 'pathParameters' | 'queryParameters'>;

const required = (name: string, description: string, schema: JsonSchema): Parameter => ({
  ...{ name, description, schema },
  required: true,
});
const optional = (name: string, description: string, schema: JsonSchema): Parameter => ({
  ...required(name, description, schema),
  required: false,
});

const composed: readonly Composed[] = [
  {
    id: 'composed_run_dashboard',
    tag: 'Dashboard',
    summary: 'Run Dashboard',
    // Of the requests that it is made of.
    pathParameters: [required('dashboard_id', '', { type: 'string' })],
    queryParameters: [
      optional(
        'dashboard_filters',
        'Filter name -> filter expression, e.g. {"Date":"30 days"}; "": any value. Default: those of the dashboard.',
        { type: 'object', additionalProperties: { type: 'string' } },
      ),
      optional('limit', 'Rows of each tile at most.', { type: 'integer', minimum: 1 }),
    ],
  },
  {
    id: 'composed_query_results',
    tag: 'Query',
    summary: 'Get the Rows of a Query that Went On',
    pathParameters: [],
    queryParameters: [required('handle', 'Exactly as it came.', { type: 'string' })],
  },
  {
    id: 'composed_search_fields',
    tag: 'LookmlModel',
    summary: 'Search Fields of Explores',
    pathParameters: [],
    queryParameters: [
      optional('query', 'Words, e.g. "revenue month state".', { type: 'string' }),
      optional('model', '', { type: 'string' }),
      optional('explore', '', { type: 'string' }),
      optional('fresh', 'true: reads LookML anew that was changed outside of this server.', { type: 'boolean' }),
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
