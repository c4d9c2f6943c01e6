import type { LookerRecord } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';
import { idsOf } from '../records/references.js';
import { presentCredentials } from './external-credentials.js';
import { presentBelongings } from './user-belongings.js';
import { emailOf, presentApiCredential, presentEmailCredential } from './user-credentials.js';
import { displayNameOf, roleIdsOf } from './user-summary.js';

export function presentUser(content: Content, user: StoredRecord): LookerRecord {
  return completeRecord('User', {
    ...user,
    looker_versions: [],
    display_name: displayNameOf(user),
    email: emailOf(user),
    locale: user.locale ?? 'en',
    group_ids: idsOf(user.group_ids),
    role_ids: roleIdsOf(content, user),
    home_folder_id: user.home_folder_id ?? '1',
    personal_folder_id: content.folders.all().find((folder) => folder.personal_user_id === user.id)?.id ?? null,
    credentials_email: presentEmailCredential(user),
    credentials_api3: content.apiCredentials.where('user_id', user.id).map(presentApiCredential),
    ...presentCredentials(user),
    ...presentBelongings(content, user),
    allow_direct_roles: true,
    allow_normal_group_membership: true,
    allow_roles_from_normal_groups: true,
    can_manage_api3_creds: user.can_manage_api3_creds ?? true,
    url: `/api/4.0/users/${user.id}`,
    can: { show: true, show_details: true, index: true, update: true, sudo: true },
  });
}
