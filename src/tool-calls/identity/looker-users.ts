import type { LookerClient } from '../../looker/looker-client.js';
import type { LookerConnection } from '../../looker/looker-connection.js';
import { LookerError } from '../../looker/looker-error.js';
import { sanitizedLine } from '../../looker/sanitized-text.js';
import { lookerPath } from '../../tools/schema/path-segment.js';
import { emailAddress } from '../../values/email-address.js';
import { isRecord, type JsonRecord } from '../../values/is-record.js';

/** A user of a Looker instance, who is not disabled. */
export interface LookerUser {
  readonly id: string;
  /** In small letters; null: Looker knows none. */
  readonly email: string | null;
  /** Never empty. */
  readonly name: string;
}

const FIELDS = 'id,email,display_name,is_disabled';
const NAME_CHARACTERS_MAX = 200;
const PAGE = 500;
const ID = /^\d{1,20}$/;

const refused = (why: string) => new LookerError('acting_refused', why);

/** Users of Looker as an administrator finds them, for the gateway to act as. */
export class LookerUsers {
  constructor(private readonly looker: LookerClient) {}

  /**
   * @param user the id or the e-mail address.
   * @throws LookerError `acting_refused` where nobody, or more than one, is meant, or who is disabled; a fault of the way there.
   */
  async named(admin: LookerConnection, user: string): Promise<LookerUser> {
    return ID.test(user) ? this.withId(admin, user) : this.withAddress(admin, user);
  }

  /**
   * Looker operation `search_users`, which compares as SQL LIKE does and without case: what it finds is compared once more.
   * @throws LookerError as `named`
   */
  async withAddress(admin: LookerConnection, user: string): Promise<LookerUser> {
    const address = emailAddress(user);
    if (address === undefined)
      throw refused(`"${user.slice(0, 100)}" is neither the id nor the e-mail address of a user`);
    const { body } = await this.looker.send(admin, {
      verb: 'GET',
      path: '/users/search',
      query: { email: address, fields: FIELDS, limit: '100' },
    });
    const found = activeOf(body).filter(({ email }) => email === address);
    const [only, ...others] = found;
    if (only === undefined) throw refused(`no active Looker user has the e-mail address ${address}`);
    if (others.length > 0)
      throw refused(`${found.length} Looker users have the e-mail address ${address}: name one by id`);
    return only;
  }

  /**
   * The active users of a group, itself and not the groups in it (Looker operation `all_group_users`).
   * @param max one more than this is answered, where there are more.
   * @throws LookerError what Looker refuses, and a fault of the way there.
   */
  async ofGroup(admin: LookerConnection, groupId: string, max: number): Promise<readonly LookerUser[]> {
    const users: LookerUser[] = [];
    for (let offset = 0; users.length <= max; offset += PAGE) {
      const { body } = await this.looker.send(admin, {
        verb: 'GET',
        path: lookerPath`/groups/${groupId}/users`,
        query: { fields: FIELDS, limit: String(PAGE), offset: String(offset) },
      });
      users.push(...activeOf(body));
      if (!Array.isArray(body) || body.length < PAGE) break;
    }
    return users.slice(0, max + 1);
  }

  private async withId(admin: LookerConnection, id: string): Promise<LookerUser> {
    const path = lookerPath`/users/${id}`;
    try {
      const [user] = activeOf([(await this.looker.send(admin, { verb: 'GET', path, query: { fields: FIELDS } })).body]);
      if (user !== undefined) return user;
    } catch (error) {
      if (!(error instanceof LookerError) || error.status !== 404) throw error;
    }
    throw refused(`no active Looker user has the id ${id}`);
  }
}

const activeOf = (body: unknown): LookerUser[] =>
  (Array.isArray(body) ? body.filter(isRecord) : [])
    .filter(({ id, is_disabled: isDisabled }) => isDisabled !== true && ID.test(String(id)))
    .map(lookerUser);

function lookerUser({ id, email, display_name: name }: JsonRecord): LookerUser {
  const address = emailAddress(String(email ?? '')) ?? null;
  const shown = sanitizedLine(String(name ?? ''), NAME_CHARACTERS_MAX).trim();
  return { id: String(id), email: address, name: shown || address || `Looker user ${String(id)}` };
}
