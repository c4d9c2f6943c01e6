import { toolCallRequest } from './tool-call-request.js';

/** One tool call over HTTP with a bearer token, of a client of 2025. */
export async function bearerCall(
  url: string,
  token: string | undefined,
  name = 'looker_users_me',
  args: Record<string, unknown> = {},
): Promise<{ readonly status: number; readonly headers: Headers; readonly text: string }> {
  const { headers, ...request } = toolCallRequest(1, name, args);
  const answer = await fetch(url, {
    ...request,
    headers: { ...headers, ...(token !== undefined && { authorization: `Bearer ${token}` }) },
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}
