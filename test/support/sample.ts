import type { SampleLooker } from '../../apps/sample-looker/server.js';

/** What an admin types to connect the sample Looker. */
export const credentialsOf = (looker: SampleLooker) => ({
  base_url: looker.baseUrl,
  client_id: looker.clientId,
  client_secret: looker.clientSecret,
});

/** Calls Looker's API directly, past the gateway: what the tests compare with. */
export async function askLooker(looker: SampleLooker, verb: string, path: string, body?: unknown): Promise<unknown> {
  const login = await fetch(`${looker.baseUrl}/api/4.0/login`, {
    method: 'POST',
    body: new URLSearchParams({ client_id: looker.clientId, client_secret: looker.clientSecret }),
  });
  const { access_token } = (await login.json()) as { access_token: string };
  const answer = await fetch(`${looker.baseUrl}/api/4.0${path}`, {
    method: verb,
    headers: { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${verb} ${path} answered ${answer.status}: ${await answer.text()}`);
  return answer.json();
}

/** The data itself, asked in SQL (Looker operations create_sql_query and run_sql_query), past models and query compiler. */
export async function askInSql(looker: SampleLooker, sql: string): Promise<unknown> {
  const { slug } = (await askLooker(looker, 'POST', '/sql_queries', { model_name: 'ecommerce', sql })) as {
    slug: string;
  };
  return askLooker(looker, 'POST', `/sql_queries/${slug}/run/json`);
}
