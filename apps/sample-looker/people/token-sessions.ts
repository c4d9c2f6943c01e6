import type { Instance } from '../instance.js';
import { recordEvent } from '../system-activity/record-event.js';
import type { SessionRecords, Token } from '../tokens.js';

/** The sessions of users that tokens make: each token is one, and each begins with a login. */
export function tokenSessions(instance: Pick<Instance, 'content' | 'activity' | 'clock'>): SessionRecords {
  const { userSessions } = instance.content;
  return {
    begin: (token) => {
      const type = credentialsType(token);
      recordEvent(instance, token, { name: 'login', category: 'session', attributes: { type } });
      return userSessions.add({
        user_id: token.userId,
        ip_address: '127.0.0.1',
        browser: null,
        operating_system: null,
        credentials_type: type,
        extended_count: 0,
        sudo_user_id: token.sudoUserId,
        created_at: instance.clock().toISOString(),
        expires_at: new Date(token.expiresAtMs).toISOString(),
      }).id;
    },
    end: (sessionId) => userSessions.discard(sessionId),
  };
}

function credentialsType({ sudoUserId, clientGuid }: Pick<Token, 'sudoUserId' | 'clientGuid'>): string {
  if (sudoUserId !== null) return 'sudo';
  return clientGuid === null ? 'api3' : 'oauth';
}
