/** One entry of a 422's `errors`. */
export interface FieldError {
  field: string;
  code: 'missing' | 'missing_field' | 'invalid' | 'already_exists';
  message: string;
}

/** An error that is answered as Looker answers it: `{message, documentation_url}`, with more members where `details` has any. */
export class LookerError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = 'LookerError';
  }
}

export function notFound(): LookerError {
  return new LookerError(404, 'Not found');
}

export function badRequest(message: string): LookerError {
  return new LookerError(400, message);
}

export function unauthenticated(): LookerError {
  return new LookerError(401, 'Requires authentication.');
}

export function conflict(message: string): LookerError {
  return new LookerError(409, message);
}

export function validationFailed(errors: readonly FieldError[]): LookerError {
  return new LookerError(422, 'Validation Failed', { errors });
}

/** The 422 for one property. */
export function invalid(field: string, message: string): LookerError {
  return validationFailed([{ field, code: 'invalid', message }]);
}

/** The body for an error met at `method` and `path`; Looker's documentation addresses name both. */
export function errorBody(error: LookerError, method: string, path: string): Record<string, unknown> {
  const operation = path.replace(/^\/api\/4\.0/, '').replace(/\/\d+(?=\/|$)/g, '/:id');
  const documentationUrl = `https://docs.cloud.google.com/looker/docs/r/err/4.0/${error.status}/${method.toLowerCase()}${operation}`;
  const errors = error.details.errors;
  return {
    message: error.message,
    ...error.details,
    // Looker's Python SDK takes no entry without one.
    ...(Array.isArray(errors)
      ? { errors: errors.map((entry) => ({ ...entry, documentation_url: documentationUrl })) }
      : {}),
    documentation_url: documentationUrl,
  };
}
