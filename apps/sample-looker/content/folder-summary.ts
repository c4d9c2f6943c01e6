import type { LookerRecord } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { StoredRecord } from '../records/collection.js';
import type { Content } from '../records/content-store.js';

/** Deeper than any real tree; it ends a walk along parents. */
export const folderDepthMax = 50;

/** The form in which other records show their folder. */
export function presentFolderBase(content: Content, folderId: unknown): LookerRecord | null {
  const folder = content.folders.find(folderId);
  if (folder === undefined) return null;
  const isUnderUsers = ancestorsOf(content, folder).some((ancestor) => ancestor.id === '2');
  return completeRecord('FolderBase', {
    ...folder,
    content_metadata_id: folder.id,
    child_count: content.folders.where('parent_id', folder.id).length,
    is_personal: folder.personal_user_id !== undefined,
    is_personal_descendant: isUnderUsers && folder.personal_user_id === undefined,
    is_shared_root: folder.id === '1',
    is_users_root: folder.id === '2',
    can: {
      index: true,
      show: true,
      create: true,
      see_admin_spaces: true,
      update: true,
      destroy: true,
      edit_content: true,
    },
  });
}

/** From the root down to the parent. */
export function ancestorsOf(content: Content, folder: StoredRecord): StoredRecord[] {
  const ancestors: StoredRecord[] = [];
  let parent = content.folders.find(folder.parent_id);
  while (parent !== undefined && ancestors.length < folderDepthMax) {
    ancestors.unshift(parent);
    parent = content.folders.find(parent.parent_id);
  }
  return ancestors;
}
