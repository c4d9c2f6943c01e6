import type { components } from './schema/rest-api.ts';

type ErrorBody = components['schemas']['ErrorBody'];

/** A request that the gateway refused, or that never got there. `message` says what happened and what to do next. */
export class ApiProblem extends Error {
  /** A code of the gateway, or `network` when no answer came. */
  readonly code: ErrorBody['code'] | 'network';
  /** Null when no answer came. */
  readonly status: number | null;
  /** What is wrong with which field of the body. */
  readonly fields: readonly { readonly path: string; readonly rule: string }[];
  readonly requestId: string | null;

  private constructor(body: Partial<ErrorBody> & { message: string }, status: number | null) {
    super(body.message);
    this.code = body.code ?? (status === null ? 'network' : 'service.internal');
    this.status = status;
    this.fields = body.fields ?? [];
    this.requestId = body.request_id ?? null;
  }

  static refused(body: unknown, response: Response): ApiProblem {
    const isOurs = typeof body === 'object' && body !== null && 'message' in body;
    const fallback = { message: `The gateway answered ${response.status}. Try again in a moment.` };
    // The gateway describes each refusal as an ErrorBody; a proxy in front of it may answer anything.
    return new ApiProblem(isOurs ? (body as ErrorBody) : fallback, response.status);
  }

  static unreachable(): ApiProblem {
    return new ApiProblem({ message: 'The gateway cannot be reached. Check your connection and try again.' }, null);
  }
}

/** Whether the record was changed since it was shown here: by somebody else, or by the reader in another tab. */
export const isChangedMeanwhile = (thrown: unknown): boolean =>
  thrown instanceof ApiProblem && thrown.code === 'request.precondition_failed';

const CHANGED_MEANWHILE =
  'Nothing was done, so that no change is lost. Do it again, if it still fits what is there now.';

/** What a refusal is called. */
export const problemTitle = (thrown: unknown): string =>
  isChangedMeanwhile(thrown) ? 'It was changed meanwhile' : 'This did not work';

/** What to show of anything that was thrown. */
export const problemText = (thrown: unknown): string => {
  if (isChangedMeanwhile(thrown)) return CHANGED_MEANWHILE;
  return thrown instanceof Error ? thrown.message : 'Something went wrong. Try again.';
};
