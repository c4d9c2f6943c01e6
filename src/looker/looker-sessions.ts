import { LRUCache } from 'lru-cache';
import { isRecord } from '../values/is-record.js';
import { LookerError, lookerRefusal } from './looker-error.js';
import type { LookerHttp } from './looker-http.js';
import { saidText } from './said-text.js';

/** A Looker instance and the API credentials to use there. */
export interface LookerConnection {
  /**
   * Names this account and this version of its credentials, the organization first: `<organization>/...`. Sessions are
   * shared by key and never between keys.
   */
  readonly key: string;
  /** Origin of the API, such as `https://acme.cloud.looker.com`. */
  readonly baseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
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

interface Entry {
  readonly login: Promise<LookerSession>;
  /** Undefined while the login is under way. */
  session?: LookerSession;
}

/** Looker's SDKs treat a token as dead this long before it is. */
const EARLY_MS = 10_000;
const SESSIONS_MAX = 10_000;
const LOGIN_BYTES_MAX = 64 * 1024;
/** What can stand in a header, and is no longer than headers may be. */
const TOKEN = /^[\x21-\x7e]{1,4096}$/;
/** Looker's sessions last an hour; one that says to last longer than a day is opened anew after one. */
const LIFETIME_SECONDS_MAX = 24 * 60 * 60;

/**
 * One login per connection and token lifetime; callers that need a token at the same time share one login. The store is
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
   * @throws LookerError `login_refused` in Looker's words, or a fault of the way there.
   */
  async token(connection: LookerConnection, refusedToken?: string): Promise<string> {
    const known = this.entries.get(connection.key);
    const usable = known !== undefined && (known.session === undefined || known.session.deadAtMs > this.nowMs());
    return (await (usable ? known : this.start(connection, refusedToken)).login).accessToken;
  }

  /** Forgets a token that Looker refused, unless a newer one has taken its place. */
  drop(connection: LookerConnection, accessToken: string): void {
    if (this.entries.get(connection.key)?.session?.accessToken === accessToken) this.entries.delete(connection.key);
    this.store?.delete(connection.key, accessToken).catch(() => {});
  }

  private start(connection: LookerConnection, refusedToken: string | undefined): Entry {
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
  private async open(connection: LookerConnection, refusedToken: string | undefined): Promise<LookerSession> {
    const known = await this.store?.get(connection.key).catch(() => undefined);
    // A refused one can still be there: its deletion may be under way, or may have failed.
    if (known !== undefined && known.deadAtMs > this.nowMs() && known.accessToken !== refusedToken) return known;
    const session = await this.login(connection);
    const ttlMs = session.deadAtMs - this.nowMs();
    if (ttlMs >= 1) this.store?.set(connection.key, session, ttlMs).catch(() => {});
    return session;
  }

  /** Looker operation `login`: form body, `{access_token, expires_in}`. Wrong credentials answer 404. */
  private async login(connection: LookerConnection): Promise<LookerSession> {
    const startedAtMs = this.nowMs();
    const answer = await this.http.exchange({
      verb: 'POST',
      url: `${connection.baseUrl}/api/4.0/login`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: new URLSearchParams({ client_id: connection.clientId, client_secret: connection.clientSecret }).toString(),
      bytesMax: LOGIN_BYTES_MAX,
    });
    const { status, body } = answer;
    if (status >= 500) throw new LookerError('unreachable', `the login answered ${status}`, { status });
    if (status === 429) throw lookerRefusal(answer);
    if (status >= 400 && isRecord(body) && typeof body.message === 'string')
      throw new LookerError('login_refused', saidText(body.message, 500), { status });
    if (!isRecord(body) || typeof body.access_token !== 'string' || !TOKEN.test(body.access_token))
      throw new LookerError('not_looker', `the login address answered ${status}, and not as Looker does`, { status });
    const seconds = typeof body.expires_in === 'number' ? body.expires_in : 0;
    const lifetimeMs = Math.min(seconds, LIFETIME_SECONDS_MAX) * 1000;
    return { accessToken: body.access_token, deadAtMs: startedAtMs + lifetimeMs - EARLY_MS };
  }
}
