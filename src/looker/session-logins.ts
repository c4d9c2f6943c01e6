import { isRecord } from '../values/is-record.js';
import type {
  ActingCredentials,
  ApiKey,
  LoginConnection,
  LookerConnection,
  LookerSession,
} from './looker-connection.js';
import { LookerError, lookerRefusal } from './looker-error.js';
import type { LookerAnswer, LookerHttp } from './looker-http.js';
import { sanitizedLine } from './sanitized-text.js';
import { tokenHeader } from './token-addresses.js';

/** Looker's SDKs treat a token as dead this long before it is. */
const EARLY_MS = 10_000;
const LOGIN_BYTES_MAX = 64 * 1024;
/** A token that fits into a header, by its characters and its length. */
const TOKEN = /^[\x21-\x7e]{1,4096}$/;
/** Looker's sessions last an hour; one that says to last longer than a day is opened anew after one. */
const LIFETIME_SECONDS_MAX = 24 * 60 * 60;

/** Opens sessions at Looker, as whoever a connection says and in its workspace, and closes them. */
export class SessionLogins {
  /** @param tokenOf a token of an administrator, and not the one that Looker just refused. */
  constructor(
    private readonly http: LookerHttp,
    private readonly nowMs: () => number,
    private readonly tokenOf: (admin: LookerConnection, refusedToken?: string) => Promise<string>,
  ) {}

  /** @throws LookerError `login_refused`, `acting_refused`, `not_looker`, or a fault of the way there. */
  async open(connection: LoginConnection): Promise<LookerSession> {
    const { credentials } = connection;
    const session = await (credentials.kind === 'acting'
      ? this.loginAs(connection, credentials)
      : this.login(connection, credentials));
    if (connection.workspace !== undefined) await this.enter(connection, session);
    return session;
  }

  /** Looker operation `logout`. */
  async close({ baseUrl }: LookerConnection, { accessToken }: LookerSession): Promise<void> {
    await this.send(baseUrl, 'DELETE', '/logout', accessToken);
  }

  /** Looker operation `login`: form body, `{access_token, expires_in}`. Wrong credentials answer 404. */
  private async login({ baseUrl }: LookerConnection, { clientId, clientSecret }: ApiKey): Promise<LookerSession> {
    const startedAtMs = this.nowMs();
    const answer = await this.http.exchange({
      verb: 'POST',
      url: `${baseUrl}/api/4.0/login`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret }).toString(),
      bytesMax: LOGIN_BYTES_MAX,
    });
    const { status, body } = answer;
    checkAnswered(answer);
    if (status >= 400 && isRecord(body) && typeof body.message === 'string')
      throw new LookerError('login_refused', sanitizedLine(body.message, 500), { status });
    return sessionOf(answer, startedAtMs);
  }

  /** Looker operation `login_user`: an administrator logs in as somebody else. */
  private async loginAs(
    { baseUrl }: LookerConnection,
    { admin, userId, isAssociative }: ActingCredentials,
  ): Promise<LookerSession> {
    const startedAtMs = this.nowMs();
    const path = `/login/${encodeURIComponent(userId)}?associative=${isAssociative}`;
    const token = await this.tokenOf(admin);
    const first = await this.send(baseUrl, 'POST', path, token);
    const answer =
      first.status === 401 ? await this.send(baseUrl, 'POST', path, await this.tokenOf(admin, token)) : first;
    checkAnswered(answer);
    if (answer.status === 401)
      throw new LookerError('login_refused', 'Looker gave a token and refuses it', { status: 401 });
    if (answer.status >= 400) throw actingRefused(answer, userId);
    return sessionOf(answer, startedAtMs);
  }

  /** Looker operation `update_session`: the workspace is the session's from its first request on. */
  private async enter({ baseUrl, workspace }: LookerConnection, session: LookerSession): Promise<void> {
    const answer = await this.send(baseUrl, 'PATCH', '/session', session.accessToken, { workspace_id: workspace });
    checkAnswered(answer);
    if (answer.status >= 400) throw lookerRefusal(answer);
  }

  private send(baseUrl: string, verb: 'POST' | 'PATCH' | 'DELETE', path: string, token: string, body?: object) {
    const url = `${baseUrl}/api/4.0${path}`;
    return this.http.exchange({
      verb,
      url,
      headers: {
        ...tokenHeader(token, url, { baseUrl }),
        accept: 'application/json',
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      bytesMax: LOGIN_BYTES_MAX,
    });
  }
}

function checkAnswered(answer: LookerAnswer): void {
  const { status } = answer;
  if (status >= 500) throw new LookerError('unreachable', `the login answered ${status}`, { status });
  if (status === 429) throw lookerRefusal(answer);
}

function sessionOf({ status, body }: LookerAnswer, startedAtMs: number): LookerSession {
  if (!isRecord(body) || typeof body.access_token !== 'string' || !TOKEN.test(body.access_token))
    throw new LookerError('not_looker', `the login address answered ${status}, and not as Looker does`, { status });
  const seconds = typeof body.expires_in === 'number' ? body.expires_in : 0;
  const lifetimeMs = Math.min(seconds, LIFETIME_SECONDS_MAX) * 1000;
  return { accessToken: body.access_token, deadAtMs: startedAtMs + lifetimeMs - EARLY_MS };
}

function actingRefused(answer: LookerAnswer, userId: string): LookerError {
  const { message, status } = lookerRefusal(answer);
  const what = status === 404 ? `there is no active Looker user ${sanitizedLine(userId, 100)}` : message;
  return new LookerError('acting_refused', what, { status });
}
