import { LRUCache } from 'lru-cache';
import { isRecord } from '../values/is-record.js';
import { LookerError, lookerRefusal } from './looker-error.js';
import type { LookerHttp } from './looker-http.js';
import { sanitizedLine } from './sanitized-text.js';

/** A Looker instance, and as whom it is called. */
export interface LookerConnection {
  /**
   * Names this account and as whom it is called, the organization first: `<organization>/<account>/...`, then the version of its
   * API key or the person. Sessions, copies and running queries are shared by key and never between keys.
   */
  readonly key: string;
  /** Origin of the API, such as `https://acme.cloud.looker.com`. */
  readonly baseUrl: string;
  readonly credentials: ApiKey | UserCredentials;
}

/** The API key of an account: the gateway logs in with it. */
export interface ApiKey {
  readonly kind: 'api_key';
  readonly clientId: string;
  readonly clientSecret: string;
}

/** The only scope of those who sign in at Looker. */
export const LOOKER_SCOPE = 'cors_api';

/** The access tokens of a person who signed in at Looker: there is nothing to log in with. */
export interface UserCredentials {
  readonly kind: 'user';
  readonly tokens: UserTokens;
}

/** Where the access token of a person comes from. */
export interface UserTokens {
  /**
   * A token that is good now, and not the one that Looker just refused.
   * @throws LookerError `sign_in_over` where there is no other, or a fault of the way to a new one.
   */
  current(refusedToken?: string): Promise<string>;
}

/** A login at Looker, and when it is to be treated as ended (Unix time in milliseconds). */
export interface LookerSession {
  readonly accessToken: string;
  readonly deadAtMs: number;
}

/** Where several processes keep their sessions in common. Whatever it throws, the gateway logs in by itself. */
export interface SessionStore {
  get(key: string): Promise<LookerSession | undefined>;
  set(key: string, session: LookerSession, ttlMs: number): Promise<void>;
  /** Deletes the session if it still has this token. */
  delete(key: string, accessToken: string): Promise<void>;
}

interface ApiKeyConnection extends LookerConnection {
  readonly credentials: ApiKey;
}

interface Entry {
  readonly login: Promise<LookerSession>;
  /** Undefined while the login is under way. */
  session?: LookerSession;
}

/** Looker's SDKs treat a token as dead this long before it is. */
const EARLY_MS = 10_000;
const SESSIONS_MAX = 10_000;
const LOGIN_BYTES_MAX = 64 * 1024;
/** A token that fits into a header, by its characters and its length. */
const TOKEN = /^[\x21-\x7e]{1,4096}$/;
/** Looker's sessions last an hour; one that says to last longer than a day is opened anew after one. */
const LIFETIME_SECONDS_MAX = 24 * 60 * 60;

/**
 * Of an API key one login per connection and token lifetime; callers that need a token at the same time share one login. The store is
 * asked only where this process has no live session of its own.
 */
export class LookerSessions {
  private readonly entries = new LRUCache<string, Entry>({ max: SESSIONS_MAX });

  constructor(
    private readonly http: LookerHttp,
    private readonly nowMs: () => number = Date.now,
    private readonly store?: SessionStore,
  ) {}

  /**
   * A token that is good now, and not the one that Looker just refused.
   * @throws LookerError `login_refused` in Looker's words, `sign_in_over`, or a fault of the way there.
   */
  async token(connection: LookerConnection, refusedToken?: string): Promise<string> {
    const { key, baseUrl, credentials } = connection;
    if (credentials.kind === 'user') return credentials.tokens.current(refusedToken);
    const known = this.entries.get(key);
    const usable = known !== undefined && (known.session === undefined || known.session.deadAtMs > this.nowMs());
    return (await (usable ? known : this.start({ key, baseUrl, credentials }, refusedToken)).login).accessToken;
  }

  /** Forgets a token that Looker refused, unless a newer one has taken its place. */
  drop(connection: LookerConnection, accessToken: string): void {
    if (connection.credentials.kind === 'user') return;
    if (this.entries.get(connection.key)?.session?.accessToken === accessToken) this.entries.delete(connection.key);
    this.store?.delete(connection.key, accessToken).catch(() => {});
  }

  private start(connection: ApiKeyConnection, refusedToken: string | undefined): Entry {
    const entry: Entry = { login: this.open(connection, refusedToken) };
    this.entries.set(connection.key, entry);
    entry.login.then(
      (session) => {
        entry.session = session;
      },
      () => {
        if (this.entries.get(connection.key) === entry) this.entries.delete(connection.key);
      },
    );
    return entry;
  }

  /** Another process's session, or a login of our own for all of them. */
  private async open(connection: ApiKeyConnection, refusedToken: string | undefined): Promise<LookerSession> {
    const known = await this.store?.get(connection.key).catch(() => undefined);
    // A refused one can still be there: its deletion may be under way, or may have failed.
    if (known !== undefined && known.deadAtMs > this.nowMs() && known.accessToken !== refusedToken) return known;
    const session = await this.login(connection);
    const ttlMs = session.deadAtMs - this.nowMs();
    if (ttlMs >= 1) this.store?.set(connection.key, session, ttlMs).catch(() => {});
    return session;
  }

  /** Looker operation `login`: form body, `{access_token, expires_in}`. Wrong credentials answer 404. */
  private async login({ baseUrl, credentials }: ApiKeyConnection): Promise<LookerSession> {
    const startedAtMs = this.nowMs();
    const { clientId, clientSecret } = credentials;
    const answer = await this.http.exchange({
      verb: 'POST',
      url: `${baseUrl}/api/4.0/login`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret }).toString(),
      bytesMax: LOGIN_BYTES_MAX,
    });
    const { status, body } = answer;
    if (status >= 500) throw new LookerError('unreachable', `the login answered ${status}`, { status });
    if (status === 429) throw lookerRefusal(answer);
    if (status >= 400 && isRecord(body) && typeof body.message === 'string')
      throw new LookerError('login_refused', sanitizedLine(body.message, 500), { status });
    if (!isRecord(body) || typeof body.access_token !== 'string' || !TOKEN.test(body.access_token))
      throw new LookerError('not_looker', `the login address answered ${status}, and not as Looker does`, { status });
    const seconds = typeof body.expires_in === 'number' ? body.expires_in : 0;
    const lifetimeMs = Math.min(seconds, LIFETIME_SECONDS_MAX) * 1000;
    return { accessToken: body.access_token, deadAtMs: startedAtMs + lifetimeMs - EARLY_MS };
  }
}
