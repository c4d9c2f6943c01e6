import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { LookerClient } from '../../looker/looker-client.js';
import type { LookerConnection } from '../../looker/looker-connection.js';
import type { McpAccess } from '../mcp-access.js';
import { LookerUsers } from './looker-users.js';

/** So long an address stands for the user that was found: who gets another address in Looker is found by it then. */
const FOUND_MS = 60 * 1000;
const FOUND_MAX = 10_000;
const ID = /^\d{1,20}$/;

/** The connections of Looker users as whom the owner of an account's API key logs in. */
@Injectable()
export class ActingUsers {
  private readonly ids = new LRUCache<string, string>({ max: FOUND_MAX, ttl: FOUND_MS });

  private readonly users: LookerUsers;

  constructor(looker: LookerClient) {
    this.users = new LookerUsers(looker);
  }

  /**
   * @param user the id or the e-mail address of a Looker user.
   * @throws LookerError `acting_refused` where nobody, or more than one, has the address; a fault of the way there.
   */
  async connectionOf(
    access: Pick<McpAccess, 'connection' | 'actsAssociatively'>,
    user: string,
  ): Promise<LookerConnection> {
    const { connection: admin, actsAssociatively: isAssociative } = access;
    const userId = ID.test(user) ? user : await this.idOf(admin, user);
    return {
      key: `${admin.key}/as/${userId}${isAssociative ? '/associative' : ''}`,
      baseUrl: admin.baseUrl,
      credentials: { kind: 'acting', admin, userId, isAssociative },
    };
  }

  private async idOf(admin: LookerConnection, user: string): Promise<string> {
    const key = JSON.stringify([admin.key, user.toLowerCase()]);
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const { id } = await this.users.withAddress(admin, user);
    this.ids.set(key, id);
    return id;
  }
}
