/** An ISO 8601 time with its zone: what the API takes for a point in time. */
export const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;

/** The sentence that a field refuses another form with. */
export const instantRule = (field: string): string =>
  `${field} must be an ISO 8601 time with a zone, such as 2027-01-31T18:00:00Z, or null`;
