import { isRecord } from '../values/is-record.js';
import { CallBreaker, type CallBreakerOptions } from './call-breaker.js';
import type { LookerConnection } from './looker-connection.js';
import { LookerError, lookerRefusal } from './looker-error.js';
import {
  type LookerAnswer,
  type LookerExchange,
  LookerHttp,
  type LookerHttpOptions,
  type LookerStream,
} from './looker-http.js';
import type { LookerRequest } from './looker-request.js';
import { LookerSessions, type SessionStore } from './looker-sessions.js';
import { sanitizedLine } from './sanitized-text.js';
import { mayCarryToken, tokenHeader } from './token-addresses.js';

/** What a new connection turned out to be. */
export interface LookerInstance {
  readonly release: string;
  readonly userId: string;
  readonly userName: string;
  /** Where the instance describes its API, if it says so. */
  readonly descriptionUrl: string | null;
  /** Where the instance says its API is. */
  readonly apiServerUrl: string | null;
  /** Where the instance says that people open it: an origin. */
  readonly webUrl: string | null;
}

/** Rows as bytes wait in memory for all who asked for them; more than these are streamed to each. */
const RAW_BYTES_MAX = 512 * 1024;
const VERSIONS_BYTES_MAX = 64 * 1024;
const VERSIONS_MAX = 50;
const NAME_CHARACTERS_MAX = 255;
const URL_CHARACTERS_MAX = 2_000;

/** Calls Looker's API as one connection; knows nothing of organizations, records or MCP. */
export class LookerClient {
  private readonly http: LookerHttp;
  private readonly sessions: LookerSessions;
  private readonly breaker: CallBreaker;

  /** @param store where the processes of one gateway share their sessions */
  constructor(options: LookerHttpOptions & CallBreakerOptions, store?: SessionStore) {
    this.http = new LookerHttp(options);
    this.sessions = new LookerSessions(this.http, Date.now, store);
    this.breaker = new CallBreaker(options);
  }

  /**
   * Sends one request, logging in first where there is no live token, and once more when Looker says 401.
   * @throws LookerError `sign_in_over` where a person's token is refused, one for every status of 400 and above, every fault of the way there, and `paused` for a connection whose
   * Looker did not answer several times in a row.
   */
  send(connection: LookerConnection, request: LookerRequest, signal?: AbortSignal): Promise<LookerAnswer> {
    return this.asConnection(connection, request, signal, (token) =>
      this.http.exchange(exchangeOf(connection, request, token, signal)),
    );
  }

  /**
   * Sends a request as `send` does, for an answer of status 200 that may be too large to hold: the caller reads it.
   * @param mayBePacked whether it may come compressed, which takes less time on the way and more until it begins
   * @throws LookerError as `send` does, and while the answer is read.
   */
  stream(
    connection: LookerConnection,
    request: LookerRequest,
    signal?: AbortSignal,
    mayBePacked = false,
  ): Promise<LookerStream> {
    return this.asConnection(connection, request, signal, (token) =>
      this.http.stream({ ...exchangeOf(connection, request, token, signal), mayBePacked }),
    );
  }

  private asConnection<Answer extends AnswerHead>(
    connection: LookerConnection,
    request: LookerRequest,
    signal: AbortSignal | undefined,
    ask: (token: string) => Promise<Answer>,
  ): Promise<Answer> {
    return this.breaker.run(connection.key, async () => {
      const token = await this.tokenFor(connection, signal);
      const answer = await ask(token);
      if (answer.status !== 401) return accepted(answer, request);
      this.sessions.drop(connection, token);
      const again = await ask(await this.tokenFor(connection, signal, token));
      if (again.status === 401 && connection.credentials.kind === 'user') throw lookerSignInOver();
      if (again.status === 401 && connection.credentials.kind === 'acting') throw actingOver();
      return accepted(again, request);
    });
  }

  /**
   * Finds out whether the address is a Looker instance and the credentials hold (Looker operations `versions`, `login`, `me`).
   * @throws LookerError `not_looker`, `login_refused`, or a fault of the way there.
   */
  async identify(connection: LookerConnection): Promise<LookerInstance> {
    const versions = await this.http.exchange({
      verb: 'GET',
      url: `${connection.baseUrl}/versions`,
      headers: { accept: 'application/json' },
      bytesMax: VERSIONS_BYTES_MAX,
    });
    if (!isRecord(versions.body) || typeof versions.body.looker_release_version !== 'string')
      throw new LookerError('not_looker', `its address /versions answered ${versions.status}, and not as Looker does`, {
        status: versions.status,
      });
    const me = await this.send(connection, { verb: 'GET', path: '/user', query: { fields: 'id,display_name' } });
    const user = isRecord(me.body) ? me.body : {};
    return {
      release: sanitizedLine(versions.body.looker_release_version, NAME_CHARACTERS_MAX),
      userId: sanitizedLine(user.id, NAME_CHARACTERS_MAX),
      userName: sanitizedLine(user.display_name, NAME_CHARACTERS_MAX),
      descriptionUrl: descriptionUrl(versions.body),
      apiServerUrl: urlIn(versions.body.api_server_url),
      webUrl: originIn(versions.body.web_server_url),
    };
  }

  /**
   * How the instance describes its own API (Swagger 2), to be read by the caller: asked for without a login where that is
   * enough, as Looker's own tools do, else with the session's token, where the address may have it.
   * @throws LookerError, also while it is read.
   */
  async describe(
    connection: LookerConnection,
    { apiServerUrl }: Pick<LookerInstance, 'apiServerUrl'>,
    url: string,
  ): Promise<AsyncIterable<Uint8Array>> {
    const ask = (headers: Record<string, string>) =>
      this.http.stream({ verb: 'GET', url, headers: { accept: 'application/json', ...headers }, mayBePacked: true });
    const places = { baseUrl: connection.baseUrl, apiServerUrl };
    const open = await ask({});
    if (open.status < 400) return accepted(open).chunks;
    if (!mayCarryToken(url, places)) {
      const message = `without a login its address answers ${open.status}, and a login is not sent there`;
      throw new LookerError('refused', message, { status: open.status });
    }
    return accepted(await ask(tokenHeader(await this.tokenFor(connection, undefined), url, places))).chunks;
  }

  /** Logs out of the sessions as somebody else, and closes connections. */
  async close(): Promise<void> {
    await this.sessions.close();
    await this.http.close();
  }

  /**
   * A live token, and a new one where Looker refused the one before. A shared login goes on when one of those who wait for
   * it goes away.
   */
  private async tokenFor(
    connection: LookerConnection,
    signal: AbortSignal | undefined,
    refusedToken?: string,
  ): Promise<string> {
    if (signal?.aborted) throw new LookerError('aborted', 'the caller went away');
    const token = this.sessions.token(connection, refusedToken);
    if (signal === undefined) return token;
    let stop = () => {};
    const aborted = new Promise<never>((_, reject) => {
      stop = () => reject(new LookerError('aborted', 'the caller went away'));
      signal.addEventListener('abort', stop, { once: true });
    });
    return Promise.race([token, aborted]).finally(() => signal.removeEventListener('abort', stop));
  }
}

/** Looker does not take the token of a person, nor the one that came in its place. */
const lookerSignInOver = () =>
  new LookerError('sign_in_over', 'Looker no longer accepts this sign-in', { status: 401 });

/** It says nothing of the API key of the account. */
const actingOver = () =>
  new LookerError('acting_refused', 'Looker let the gateway log in as this user, and refuses what it logged in with', {
    status: 401,
  });

/** What is the same in all answers that may be refusals. */
type AnswerHead = Pick<LookerAnswer, 'status' | 'headers' | 'body' | 'limits'>;

function exchangeOf(
  connection: LookerConnection,
  request: LookerRequest,
  token: string,
  signal: AbortSignal | undefined,
): LookerExchange {
  const query = new URLSearchParams(request.query).toString();
  const body = bodyOf(request);
  const url = `${connection.baseUrl}/api/4.0${request.path}${query === '' ? '' : `?${query}`}`;
  return {
    verb: request.verb,
    url,
    headers: {
      ...tokenHeader(token, url, connection),
      accept: 'application/json, */*;q=0.5',
      ...(body !== undefined && { 'content-type': request.text === undefined ? 'application/json' : 'text/plain' }),
    },
    body,
    signal,
    ...(request.answerWithinMs !== undefined && { answerWithinMs: request.answerWithinMs }),
    ...(request.isRaw && { isRaw: true, bytesMax: RAW_BYTES_MAX }),
  };
}

function bodyOf(request: LookerRequest): string | undefined {
  return request.text ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
}

/** Whether HTML may come: as the format of results, which those of a query task have without saying so. */
const mayBeHtml = ({ path, query }: LookerRequest) =>
  /html|^\/query_tasks\//.test(path) || Object.values(query).includes('html');

/** @param request left out where any kind of answer will do. */
function accepted<Answer extends AnswerHead>(answer: Answer, request?: LookerRequest): Answer {
  const isPage = String(answer.headers['content-type'] ?? '').startsWith('text/html');
  if (answer.status < 400 && isPage && request !== undefined && !mayBeHtml(request))
    throw new LookerError('not_looker', 'a web page came in the place of an answer', { status: answer.status });
  if (answer.status < 400) return answer;
  if (answer.status === 401)
    throw new LookerError('login_refused', 'Looker gave a token and refuses it', { status: 401 });
  throw lookerRefusal(answer);
}

/** The 4.0 description's address in an answer of `versions`; null where there is none that can be read. */
function descriptionUrl({ current_version, supported_versions }: Record<string, unknown>): string | null {
  const supported = Array.isArray(supported_versions) ? supported_versions.slice(0, VERSIONS_MAX) : [];
  const version = [current_version, ...supported].filter(isRecord).find((one) => one.version === '4.0');
  return urlIn(version?.swagger_url);
}

const originIn = (value: unknown): string | null => {
  const url = urlIn(value);
  return url === null ? null : new URL(url).origin;
};

const urlIn = (value: unknown): string | null =>
  typeof value === 'string' && value.length <= URL_CHARACTERS_MAX && /^https?:/.test(value) && URL.canParse(value)
    ? value
    : null;
