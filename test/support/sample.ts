/** Where a sample Looker is and how to log in to it: one in this process, or one that a gateway started. */
export interface SampleAddress {
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What an admin types to connect the sample Looker. */
export const credentialsOf = (looker: SampleAddress) => ({
  base_url: looker.baseUrl,
  client_id: looker.clientId,
  client_secret: looker.clientSecret,
});

/** Calls Looker's API directly, past the gateway: what the tests compare with. */
export async function askLooker(looker: SampleAddress, verb: string, path: string, body?: unknown): Promise<unknown> {
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
export async function askInSql(looker: SampleAddress, sql: string): Promise<unknown> {
  const { slug } = (await askLooker(looker, 'POST', '/sql_queries', { model_name: 'ecommerce', sql })) as {
    slug: string;
  };
  return askLooker(looker, 'POST', `/sql_queries/${slug}/run/json`);
}

/** The article's first question, as a tool's arguments. */
export const TOP_TEN_STATES = {
  model: 'ecommerce',
  view: 'orders',
  fields: ['users.state', 'orders.count'],
  sorts: ['orders.count desc'],
  limit: 10,
};

/** The same question in SQL. */
export const TOP_TEN_STATES_SQL = `
  SELECT users.state AS "users.state", COUNT(*) AS "orders.count"
  FROM orders JOIN users ON users.id = orders.user_id GROUP BY 1 ORDER BY 2 DESC LIMIT 10`;

/** The rows of a query's answer, each by the names of its columns. */
export function rowsOf({ structured }: { readonly structured: unknown }): Record<string, unknown>[] {
  const { columns, rows } = structured as { columns: { name: string }[]; rows: unknown[][] };
  return rows.map((row) => Object.fromEntries(columns.map(({ name }, index) => [name, row[index]])));
}
