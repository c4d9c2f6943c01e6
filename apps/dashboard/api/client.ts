import createClient, { type Middleware } from 'openapi-fetch';
import { ApiProblem } from './api-problem.ts';
import type { components, paths } from './schema/rest-api.ts';

/** The records as the API shows them. */
export type Schemas = components['schemas'];

/** Answers to these 401 mean a wrong password, not an ended session. */
const PROVES_IDENTITY = ['/session', '/session/password', '/invitation/accept'];

/** What the client knows of the session: the token that each change carries, and whom to tell that it ended. */
export const sessionLink: { csrfToken: string | null; onEnded: () => void } = { csrfToken: null, onEnded: () => {} };

const bySession: Middleware = {
  onRequest: ({ request }) => {
    if (request.method !== 'GET' && sessionLink.csrfToken !== null)
      request.headers.set('x-csrf-token', sessionLink.csrfToken);
    return request;
  },
  onResponse: ({ request, response }) => {
    if (response.status === 401 && !PROVES_IDENTITY.includes(new URL(request.url).pathname)) sessionLink.onEnded();
    return response;
  },
};

/** The REST API of the gateway that serves this page. */
export const api = createClient<paths>({ baseUrl: window.location.origin });
api.use(bySession);

/** The header of a change that is meant for a record as it is shown, if one was: refused (412) when somebody else changed it since. */
export const ifMatch = (shown: { readonly version: number } | null) =>
  shown === null ? {} : { 'If-Match': `"${shown.version}"` };

/**
 * The body of an answer.
 * @throws ApiProblem when the gateway refuses or cannot be reached.
 */
export async function answer<Data>(call: Promise<{ data?: Data; error?: unknown; response: Response }>): Promise<Data> {
  const { data, error, response } = await call.catch(() => {
    throw ApiProblem.unreachable();
  });
  if (!response.ok) throw ApiProblem.refused(error, response);
  // An answer without a body is described as one: Data is undefined then.
  return data as Data;
}
