import { createHash } from 'node:crypto';
import type { ExpiringStore } from '../cache/expiring-store.js';
import type { SecretBox, SecretOwner } from '../crypto/secret-box.js';
import type { LookerSession } from './looker-connection.js';
import type { SessionStore } from './looker-sessions.js';

const isSession = (value: unknown): value is LookerSession =>
  typeof value === 'object' &&
  value !== null &&
  'accessToken' in value &&
  typeof value.accessToken === 'string' &&
  'deadAtMs' in value &&
  typeof value.deadAtMs === 'number';

/**
 * Sessions that the processes of one gateway share. Each is sealed for its connection: whoever reads the store learns no
 * token, and a session copied to another key does not open.
 */
export class SealedSessions implements SessionStore {
  constructor(
    private readonly store: ExpiringStore,
    private readonly box: SecretBox,
  ) {}

  async get(key: string): Promise<LookerSession | undefined> {
    return (await this.find(ownerOf(key)))?.session;
  }

  async set(key: string, session: LookerSession, ttlMs: number): Promise<void> {
    const owner = ownerOf(key);
    await this.store.set(addressOf(owner), await this.box.seal(owner, session), ttlMs);
  }

  async delete(key: string, accessToken: string): Promise<void> {
    const owner = ownerOf(key);
    const found = await this.find(owner);
    if (found?.session.accessToken === accessToken) await this.store.deleteIfEqual(addressOf(owner), found.sealed);
  }

  private async find(owner: SecretOwner): Promise<{ session: LookerSession; sealed: string } | undefined> {
    const sealed = await this.store.get(addressOf(owner));
    if (sealed === undefined) return undefined;
    const session = await this.box.unseal(owner, sealed);
    return isSession(session) ? { session, sealed } : undefined;
  }
}

/** A connection's key begins with its organization; the rest is long, and stands as its digest. */
function ownerOf(key: string): SecretOwner {
  const [organizationId = ''] = key.split('/', 1);
  return { organizationId, record: 'looker_session', id: createHash('sha256').update(key).digest('base64url') };
}

const addressOf = ({ organizationId, id }: SecretOwner) => `looker-session:${organizationId}:${id}`;
