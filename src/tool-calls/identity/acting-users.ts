import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { LookerClient } from '../../looker/looker-client.js';
import type { LookerConnection } from '../../looker/looker-connection.js';
import { LookerError } from '../../looker/looker-error.js';
import { emailAddress } from '../../values/email-address.js';
import { isRecord } from '../../values/is-record.js';
import type { McpAccess } from '../mcp-access.js';

/** So long an address stands for the user that was found: who gets another address in Looker is found by it then. */
const FOUND_MS = 60 * 1000;
const FOUND_MAX = 10_000;
const ID = /^\d{1,20}$/;

/** The connections of Looker users as whom the owner of an account's API key logs in. */
@Injectable()
export class ActingUsers {
  private readonly ids = new LRUCache<string, string>({ max: FOUND_MAX, ttl: FOUND_MS });

  constructor(private readonly looker: LookerClient) {}

  /**
   * @param user the id or the e-mail address of a Looker user.
   * @throws LookerError `acting_refused` where nobody, or more than one, has the address; a fault of the way there.
   */
  async connectionOf(access: McpAccess, user: string): Promise<LookerConnection> {
    const { connection: admin, actsAssociatively: isAssociative } = access;
    const userId = ID.test(user) ? user : await this.idOf(admin, user);
    return {
      key: `${admin.key}/as/${userId}${isAssociative ? '/associative' : ''}`,
      baseUrl: admin.baseUrl,
      credentials: { kind: 'acting', admin, userId, isAssociative },
    };
  }

  private async idOf(admin: LookerConnection, user: string): Promise<string> {
    const address = emailAddress(user);
    if (address === undefined)
      throw new LookerError(
        'acting_refused',
        `"${user.slice(0, 100)}" is neither the id nor the e-mail address of a user`,
      );
    const key = JSON.stringify([admin.key, address]);
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = await this.find(admin, address);
    this.ids.set(key, id);
    return id;
  }

  /** Looker operation `search_users`, which compares as SQL LIKE does and without case: what it finds is compared once more. */
  private async find(admin: LookerConnection, address: string): Promise<string> {
    const { body } = await this.looker.send(admin, {
      verb: 'GET',
      path: '/users/search',
      query: { email: address, fields: 'id,email,is_disabled', limit: '100' },
    });
    const found = (Array.isArray(body) ? body : [])
      .filter(isRecord)
      .filter(
        ({ email, is_disabled: isDisabled }) => isDisabled !== true && emailAddress(String(email ?? '')) === address,
      );
    const [only, ...others] = found;
    if (only === undefined)
      throw new LookerError('acting_refused', `no active Looker user has the e-mail address ${address}`);
    if (others.length > 0)
      throw new LookerError(
        'acting_refused',
        `${found.length} Looker users have the e-mail address ${address}: name one by id`,
      );
    return String(only.id);
  }
}
