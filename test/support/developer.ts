import type { SampleAddress } from './sample.js';

/** A session of its own at the sample Looker, in development mode, past the gateway. */
export interface Developer {
  /** The answer read as JSON; its text where it is none; throws where Looker refuses. */
  ask<Answer = Record<string, unknown>>(verb: string, path: string, body?: unknown): Promise<Answer>;
  /** The branch that the user has checked out. */
  branchOf(projectId: string): Promise<string>;
}

/** @param userId a user of Looker as whom the service user develops; undefined: as itself. */
export async function developAt(looker: SampleAddress, userId?: string): Promise<Developer> {
  const api = `${looker.baseUrl}/api/4.0`;
  const login = await fetch(`${api}/login`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: looker.clientId, client_secret: looker.clientSecret }),
  });
  let { access_token: token } = (await login.json()) as { access_token: string };
  const ask = async <Answer>(verb: string, path: string, body?: unknown): Promise<Answer> => {
    const answer = await fetch(`${api}${path}`, {
      method: verb,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${verb} ${path} answered ${answer.status}: ${text}`);
    const isJson = (answer.headers.get('content-type') ?? '').includes('json');
    return (isJson && text !== '' ? JSON.parse(text) : text) as Answer;
  };
  if (userId !== undefined) token = (await ask<{ access_token: string }>('POST', `/login/${userId}`)).access_token;
  await ask('PATCH', '/session', { workspace_id: 'dev' });
  return {
    ask,
    branchOf: async (projectId) => (await ask<{ name: string }>('GET', `/projects/${projectId}/git_branch`)).name,
  };
}
