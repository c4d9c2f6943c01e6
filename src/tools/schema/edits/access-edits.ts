import { type ArgumentEdits, described } from '../argument-edit.js';

/** ContentMetaGroupUser: Looker's description calls all of it read-only, yet it is what a grant is made of. */
export const contentGrant: ArgumentEdits = {
  content_metadata_id: {
    ...described('Of a folder or board; their get tools answer it.'),
    writable: true,
  },
  permission_type: { ...described('edit includes managing who has access.'), writable: true },
  group_id: { ...described('Group that gets access. This or user_id.'), writable: true },
  user_id: { ...described('User that gets access. This or group_id.'), writable: true },
};
