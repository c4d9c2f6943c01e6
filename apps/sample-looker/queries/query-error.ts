/** A query that cannot be run as asked: an unknown field, a faulty filter, a message of the database. */
export class QueryError extends Error {
  constructor(
    readonly title: string,
    readonly detail: string,
    /** The SQL that failed; null for a query that was never compiled. */
    readonly sql: string | null = null,
  ) {
    super(detail);
    this.name = 'QueryError';
  }
}

export function faultyFilter(expression: string): QueryError {
  return new QueryError('Invalid filter', `Filter expression "${expression}" cannot be understood.`);
}
