import request, { type Response } from 'supertest';

type Body = Record<string, unknown>;
type Headers = Record<string, string>;

/** What a config without methods and names of tools is for. */
const ALL_TOOLS = { methods: ['read', 'write', 'custom'] };

/** The REST API as one caller uses it. Answers come back whatever their status. */
export interface IssuedServer {
  readonly id: string;
  readonly url: string;
  readonly token: string;
  readonly tools: {
    readonly exposure: string;
    readonly listed: number;
    readonly tokens: number;
    readonly warnings: string[];
  };
}

export class RestClient {
  constructor(
    readonly url: string,
    private readonly apiToken: string | undefined,
  ) {}

  get = (path: string): Promise<Response> => this.send('get', path);
  delete = (path: string, headers?: Headers): Promise<Response> => this.send('delete', path, undefined, headers);
  post = (path: string, body: Body, headers?: Headers): Promise<Response> => this.send('post', path, body, headers);
  put = (path: string, body: Body, headers?: Headers): Promise<Response> => this.send('put', path, body, headers);
  patch = (path: string, body: Body, headers?: Headers): Promise<Response> => this.send('patch', path, body, headers);

  /** The id of a new account; fails the test when it is refused. */
  async connect(looker: Body, name = 'Acme BI'): Promise<string> {
    const answer = await this.post('/integrated-account', { name, integration: 'looker', looker });
    if (answer.status !== 201) throw new Error(`not connected: ${answer.text}`);
    return answer.body.id;
  }

  /** A new MCP server with its URL; fails the test when it is refused. */
  async issue(accountId: string, body: Body = {}): Promise<IssuedServer> {
    const given: Body = { ...(body.config as Body | undefined) };
    const config = 'tools' in given ? given : { ...ALL_TOOLS, ...given };
    const answer = await this.post(`/integrated-account/${accountId}/mcp`, { name: 'Agent', ...body, config });
    if (answer.status !== 201) throw new Error(`not issued: ${answer.text}`);
    return answer.body;
  }

  private async send(
    method: 'get' | 'delete' | 'post' | 'put' | 'patch',
    path: string,
    body?: Body,
    headers: Headers = {},
  ): Promise<Response> {
    const call = request(this.url)[method](path).set(headers);
    if (this.apiToken !== undefined) call.set('authorization', `Bearer ${this.apiToken}`);
    return body === undefined ? call : call.send(body);
  }
}
