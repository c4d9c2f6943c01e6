import { LRUCache } from 'lru-cache';
import type { LoginConnection, LookerConnection, LookerSession } from './looker-connection.js';
import { LookerError } from './looker-error.js';
import type { LookerHttp } from './looker-http.js';
import { SessionLogins } from './session-logins.js';

/** Where several processes keep their sessions in common. Whatever it throws, the gateway logs in by itself. */
export interface SessionStore {
  get(key: string): Promise<LookerSession | undefined>;
  set(key: string, session: LookerSession, ttlMs: number): Promise<void>;
  /** Deletes the session if it still has this token. */
  delete(key: string, accessToken: string): Promise<void>;
}

interface Entry {
  readonly connection: LoginConnection;
  readonly login: Promise<LookerSession>;
  /** Undefined while the login is under way. */
  session?: LookerSession;
  usedAtMs: number;
}

const SESSIONS_MAX = 10_000;
/** A session as somebody else, or in development, is logged out when nobody used it for so long. */
const IDLE_MS = 10 * 60 * 1000;
const SWEEP_MS = 60 * 1000;
/** So long may shutting down wait for sessions to be logged out. */
const LOGOUT_MS = 2_000;

const keyOf = ({ key, sessionKey = key }: LookerConnection) => sessionKey;
/** Whether its session is one of many of the account, and is not kept for as long as Looker would keep it. */
const isExtra = ({ workspace, credentials }: LookerConnection) =>
  workspace !== undefined || credentials.kind === 'acting';

/**
 * One login per connection and token lifetime; callers that need a token at the same time share one login. The store is
 * asked only where this process has no live session of its own.
 */
export class LookerSessions {
  private readonly entries = new LRUCache<string, Entry>({
    max: SESSIONS_MAX,
    dispose: (entry, _, reason) => {
      if (reason === 'evict') this.end(entry);
    },
  });
  private readonly logins: SessionLogins;
  private sweep: NodeJS.Timeout | undefined;

  constructor(
    http: LookerHttp,
    private readonly nowMs: () => number = Date.now,
    private readonly store?: SessionStore,
  ) {
    this.logins = new SessionLogins(http, nowMs, (admin, refusedToken) => this.token(admin, refusedToken));
  }

  /**
   * A token that is good now, and not the one that Looker just refused.
   * @throws LookerError `login_refused` in Looker's words, `acting_refused`, `sign_in_over`, or a fault of the way there.
   */
  async token(connection: LookerConnection, refusedToken?: string): Promise<string> {
    const { credentials } = connection;
    if (credentials.kind === 'user') {
      if (connection.workspace !== undefined) throw noWorkspaceOfPerson();
      return credentials.tokens.current(refusedToken);
    }
    const known = this.entries.get(keyOf(connection));
    const usable = known !== undefined && (known.session === undefined || known.session.deadAtMs > this.nowMs());
    const entry = usable ? known : this.start({ ...connection, credentials }, refusedToken);
    entry.usedAtMs = this.nowMs();
    return (await entry.login).accessToken;
  }

  /** Forgets a token that Looker refused, unless a newer one has taken its place. */
  drop(connection: LookerConnection, accessToken: string): void {
    if (connection.credentials.kind === 'user') return;
    const key = keyOf(connection);
    if (this.entries.get(key)?.session?.accessToken === accessToken) this.entries.delete(key);
    this.store?.delete(key, accessToken).catch(() => {});
  }

  /** Logs out whoever this process acts as, and waits for that for a moment. */
  async close(): Promise<void> {
    clearInterval(this.sweep);
    const ended = [...this.entries.values()]
      .filter(({ connection }) => isExtra(connection))
      .map((entry) => this.end(entry));
    if (ended.length === 0) return;
    const wait = new Promise<void>((resolve) => setTimeout(resolve, LOGOUT_MS).unref());
    await Promise.race([Promise.all(ended), wait]);
  }

  private start(connection: LoginConnection, refusedToken: string | undefined): Entry {
    const key = keyOf(connection);
    const entry: Entry = { connection, login: this.open(connection, refusedToken), usedAtMs: this.nowMs() };
    this.entries.set(key, entry);
    entry.login.then(
      (session) => {
        entry.session = session;
      },
      () => {
        if (this.entries.peek(key) === entry) this.entries.delete(key);
      },
    );
    if (isExtra(connection)) this.sweep ??= setInterval(() => this.endIdle(), SWEEP_MS).unref();
    return entry;
  }

  /** Another process's session, or a login of our own for all of them. */
  private async open(connection: LoginConnection, refusedToken: string | undefined): Promise<LookerSession> {
    const key = keyOf(connection);
    const known = await this.store?.get(key).catch(() => undefined);
    // A refused one can still be there: its deletion may be under way, or may have failed.
    if (known !== undefined && known.deadAtMs > this.nowMs() && known.accessToken !== refusedToken) return known;
    const session = await this.logins.open(connection);
    const ttlMs = session.deadAtMs - this.nowMs();
    if (ttlMs >= 1) this.store?.set(key, session, ttlMs).catch(() => {});
    return session;
  }

  private endIdle(): void {
    const idleSinceMs = this.nowMs() - IDLE_MS;
    for (const [key, entry] of this.entries.entries()) {
      if (!isExtra(entry.connection) || entry.usedAtMs > idleSinceMs) continue;
      this.entries.delete(key);
      this.end(entry);
    }
  }

  /** Another process that shares the session is answered 401 next, and logs in anew. */
  private async end({ connection, session }: Entry): Promise<void> {
    if (session === undefined || !isExtra(connection) || session.deadAtMs <= this.nowMs()) return;
    await this.store?.delete(keyOf(connection), session.accessToken).catch(() => {});
    await this.logins.close(connection, session).catch(() => {});
  }
}

/** The workspace belongs to a token, and a person who signed in has one for all that they call. */
const noWorkspaceOfPerson = () =>
  new LookerError(
    'acting_refused',
    'whoever signed in at Looker works in production: their one session there is shared by all that they connect',
  );
