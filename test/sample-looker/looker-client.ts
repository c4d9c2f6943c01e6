import type { SampleLooker } from '../../apps/sample-looker/server.js';

export interface LookerAnswer {
  status: number;
  headers: Headers;
  /** Parsed when it is JSON. */
  body: unknown;
  text: string;
}

/** A plain HTTP client of one instance, with a token of its own. */
export interface LookerClient {
  token: string;
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<LookerAnswer>;
  /** Runs a query and answers its rows. */
  rows(query: object): Promise<Record<string, unknown>[]>;
  /** Runs a SELECT past the query compiler. */
  sql(statement: string): Promise<Record<string, unknown>[]>;
}

export type LoginDetails = Pick<SampleLooker, 'baseUrl' | 'clientId' | 'clientSecret'>;

export async function login(looker: LoginDetails): Promise<LookerAnswer> {
  const body = new URLSearchParams({ client_id: looker.clientId, client_secret: looker.clientSecret });
  return read(await fetch(`${looker.baseUrl}/api/4.0/login`, { method: 'POST', body }));
}

export async function openClient(looker: LoginDetails): Promise<LookerClient> {
  const answer = await login(looker);
  return clientWith(looker.baseUrl, (answer.body as { access_token: string }).access_token);
}

export function clientWith(baseUrl: string, token: string): LookerClient {
  const call: LookerClient['call'] = async (method, path, body, headers = {}) =>
    read(
      await fetch(`${baseUrl}/api/4.0${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, ...headers },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
  const rowsOf = (answer: LookerAnswer) => {
    if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
    return answer.body as Record<string, unknown>[];
  };
  return {
    token,
    call,
    rows: async (query) => rowsOf(await call('POST', '/queries/run/json', query)),
    sql: async (statement) => {
      const created = await call('POST', '/sql_queries', { model_name: 'ecommerce', sql: statement });
      const { slug } = created.body as { slug: string };
      return rowsOf(await call('POST', `/sql_queries/${slug}/run/json`));
    },
  };
}

async function read(response: Response): Promise<LookerAnswer> {
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, body: parse(text) };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
