import request, { type Response } from 'supertest';

type Body = Record<string, unknown>;
type Method = 'get' | 'post' | 'patch' | 'delete';

export interface SignIn {
  readonly email: string;
  readonly password: string;
}

/** The `name=value` of the cookie that an answer sets. */
export function cookieOf(answer: Response): string {
  const [header] = answer.get('Set-Cookie') ?? [];
  if (header === undefined) throw new Error(`no cookie was set: ${answer.text}`);
  return header.split(';')[0] ?? '';
}

/** The REST API as a page of the dashboard uses it: by the session's cookie, with the token against forged requests. */
export class DashboardClient {
  constructor(
    readonly url: string,
    readonly cookie: string,
    readonly csrfToken: string | undefined,
  ) {}

  /** Fails the test when the sign-in is refused. */
  static async signIn(url: string, { email, password }: SignIn): Promise<DashboardClient> {
    return DashboardClient.of(url, await request(url).post('/session').send({ email, password }));
  }

  /** The client of a session that an answer opened. */
  static of(url: string, answer: Response): DashboardClient {
    if (answer.status !== 201) throw new Error(`not signed in: ${answer.text}`);
    return new DashboardClient(url, cookieOf(answer), answer.body.csrf_token);
  }

  get = (path: string): Promise<Response> => this.send('get', path);
  delete = (path: string): Promise<Response> => this.send('delete', path);
  post = (path: string, body: Body): Promise<Response> => this.send('post', path, body);
  patch = (path: string, body: Body): Promise<Response> => this.send('patch', path, body);

  async send(method: Method, path: string, body?: Body): Promise<Response> {
    const call = request(this.url)[method](path).set('cookie', this.cookie);
    if (this.csrfToken !== undefined) call.set('x-csrf-token', this.csrfToken);
    return body === undefined ? call : call.send(body);
  }

  /** A new member with this role, invited by this one and signed in. */
  async join(email: string, role: string, password = `${email} has a password`): Promise<DashboardClient> {
    const invited = await this.post('/invitation', { email, role });
    if (invited.status !== 201) throw new Error(`not invited: ${invited.text}`);
    const { token } = invited.body;
    return DashboardClient.of(this.url, await request(this.url).post('/invitation/accept').send({ token, password }));
  }

  /** The member's own id. */
  async memberId(): Promise<string> {
    return (await this.get('/session')).body.member.id;
  }
}
