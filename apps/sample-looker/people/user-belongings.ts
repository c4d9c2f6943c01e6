import type { LookerRecord } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { StoredRecord } from '../records/collection.js';
import type { CollectionName, Content } from '../records/content-store.js';
import type { DescribedCollection } from '../records/described-collections.js';

const urlOf = (record: LookerRecord, kind: string) =>
  `/api/4.0/users/${String(record.user_id)}/${kind}/${String(record.id)}`;

/** Sessions and embed sign-ins, of which a user may have several. */
export const userBelongings: readonly DescribedCollection[] = [
  {
    records: 'userSessions',
    type: 'Session',
    path: '/users/{user_id}/sessions',
    parent: { records: 'users', property: 'user_id' },
    computed: (record) => ({ url: urlOf(record, 'sessions') }),
  },
  {
    records: 'embedCredentials',
    type: 'CredentialsEmbed',
    path: '/users/{user_id}/credentials_embed',
    parent: { records: 'users', property: 'user_id' },
    seed: [{ user_id: '12', external_user_id: 'portal-12', external_group_id: 'portal' }],
    computed: (record) => ({ type: 'embed', url: urlOf(record, 'credentials_embed') }),
  },
];

/** The lists of a user's sessions and embed sign-ins in Looker's `User`. */
export function presentBelongings(content: Content, user: StoredRecord): LookerRecord {
  const shown = (name: 'userSessions' | 'embedCredentials', type: string, kind: string) =>
    content[name]
      .where('user_id', user.id)
      .map((record) => completeRecord(type, { ...record, url: urlOf(record, kind) }));
  return {
    sessions: shown('userSessions', 'Session', 'sessions'),
    credentials_embed: shown('embedCredentials', 'CredentialsEmbed', 'credentials_embed'),
  };
}

const ownedRecords: readonly CollectionName[] = [
  ...(['apiCredentials', 'userSessions', 'embedCredentials', 'contentFavorites', 'contentAccess'] as const),
  ...(['loginLockouts', 'alertNotifications', 'oauthUserStates'] as const),
];

/** Deletes the records that belong to a user who is deleted. */
export function removeBelongings(content: Content, user: StoredRecord): void {
  for (const name of ownedRecords) {
    content[name].removeWhere('user_id', user.id);
  }
}
