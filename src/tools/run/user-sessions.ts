import { LookerError } from '../../looker/looker-error.js';
import type { JsonRecord } from '../../values/is-record.js';
import type { ToolCall } from '../catalogue/tool.js';
import { lookerPath } from '../schema/path-segment.js';
import { recordsOf } from './list-answer.js';

/** A session of a user at Looker, and whose it is. */
export interface UserSession {
  readonly user: { readonly id: string; readonly name: string; readonly email: unknown };
  /** Looker's `Session`. */
  readonly session: JsonRecord;
}

export interface SessionsRead {
  readonly sessions: readonly UserSession[];
  /** False: there are more users than were read. */
  readonly isComplete: boolean;
}

/** Looker operation search_users: with their sessions, so that no request a user is needed. */
const USERS_A_PAGE = 500;
const PAGES_MAX = 20;
const FIELDS = 'id,display_name,email,sessions';

/** The sessions of all users, of at most 10,000 of them in 20 requests. */
export async function readSessions(call: Pick<ToolCall, 'send'>): Promise<SessionsRead> {
  const sessions: UserSession[] = [];
  for (let page = 0; page < PAGES_MAX; page++) {
    const query = { fields: FIELDS, sorts: 'id', limit: String(USERS_A_PAGE), offset: String(page * USERS_A_PAGE) };
    const users = recordsOf((await call.send({ verb: 'GET', path: '/users/search', query })).body);
    sessions.push(...users.flatMap(sessionsOf));
    if (users.length < USERS_A_PAGE) return { sessions, isComplete: true };
  }
  return { sessions, isComplete: false };
}

/** One session; of a user who is known, or of whoever has it. Undefined: there is none. */
export async function findSession(
  call: Pick<ToolCall, 'send'>,
  id: string,
  userId: string | undefined,
): Promise<UserSession | undefined> {
  if (userId === undefined) return (await readSessions(call)).sessions.find(({ session }) => session.id === id);
  return (await sessionsOfUser(call, userId)).find(({ session }) => session.id === id);
}

export async function sessionsOfUser(call: Pick<ToolCall, 'send'>, userId: string): Promise<readonly UserSession[]> {
  const path = lookerPath`/users/${userId}`;
  const { body } = await call.send({ verb: 'GET', path, query: { fields: FIELDS } });
  return recordsOf([body]).flatMap(sessionsOf);
}

/** Looker operation delete_user_session. @throws LookerError; not where the session had ended meanwhile */
export async function endSession(call: Pick<ToolCall, 'send'>, { user, session }: UserSession): Promise<void> {
  const path = lookerPath`/users/${user.id}/sessions/${String(session.id)}`;
  try {
    await call.send({ verb: 'DELETE', path, query: {} });
  } catch (error) {
    if (!(error instanceof LookerError && error.status === 404)) throw error;
  }
}

/** When a session was used last: what is told of it is when it was extended. */
export const lastUsed = ({ session }: UserSession): string => String(session.extended_at ?? session.created_at ?? '');

/** A session as answers have it. */
export function sessionView(found: UserSession): JsonRecord {
  const { user, session } = found;
  const place = [session.city, session.state, session.country].filter(
    (part) => typeof part === 'string' && part !== '',
  );
  const shown = {
    ...{ id: session.id, user_id: user.id, user: user.name, email: user.email },
    ...{ began: session.created_at, last_used: lastUsed(found), ends: session.expires_at },
    ...{ credentials: session.credentials_type, browser: session.browser, system: session.operating_system },
    ...{ ip_address: session.ip_address, place: place.join(', ') || null, sudo_user_id: session.sudo_user_id },
  };
  return Object.fromEntries(Object.entries(shown).filter(([, value]) => value !== null && value !== undefined));
}

function sessionsOf(user: JsonRecord): UserSession[] {
  const whose = { id: String(user.id), name: String(user.display_name ?? ''), email: user.email };
  return recordsOf(user.sessions).map((session) => ({ user: whose, session: { ...session, id: String(session.id) } }));
}
