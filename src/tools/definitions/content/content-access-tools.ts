import type { ResourceTools } from '../../catalogue/tool-definition.js';

const metadataFields =
  'id,name,content_type,parent_id,dashboard_id,look_id,folder_id,homepage_id,inherits,inheriting_id';

export const contentAccessTools: readonly ResourceTools[] = [
  {
    resource: 'content_metadata',
    tags: ['content_metadata', 'content'],
    tools: [
      {
        operation: 'all_content_metadatas',
        method: 'list',
        about: 'Lists the metadata of what is in a folder: whether each item has access rules of its own.',
        hint: 'Then list_all_looker_content_metadata_accesses for who has access.',
        fields: metadataFields,
        edits: { parent_id: { schema: { description: 'content_metadata_id of the folder.' } } },
      },
      {
        operation: 'content_metadata',
        method: 'get',
        title: 'Get content metadata',
        about: 'Gets the metadata of a folder, board, dashboard or Look: where its access rules come from.',
        hint: 'They carry its id as content_metadata_id. Who has access: list_all_looker_content_metadata_accesses.',
        fields: metadataFields,
      },
      {
        operation: 'update_content_metadata',
        method: 'update',
        title: 'Change where access rules come from',
        about: 'Makes a folder or board inherit the access rules of its parent, or have its own.',
        hint: 'With inherits: false grant access with create_a_looker_content_metadata_access.',
        required: ['inherits'],
      },
    ],
  },
  {
    resource: 'content_metadata_accesses',
    singular: 'content_metadata_access',
    tags: ['content_metadata_accesses', 'content_metadata', 'content'],
    tools: [
      {
        operation: 'all_content_metadata_accesses',
        method: 'list',
        title: 'List who has access to content',
        about: 'Lists the groups and users that may view or edit a folder or board.',
        hint: 'Its content_metadata_id is in get_single_looker_folder_by_id.',
        fields: 'id,content_metadata_id,permission_type,group_id,user_id',
        edits: { content_metadata_id: { schema: { description: 'Of the folder or board.' } } },
      },
      {
        operation: 'create_content_metadata_access',
        method: 'create',
        title: 'Grant access to content',
        about: 'Lets a group or user view or edit a folder or board.',
        hint: 'A folder that inherits its access needs update_a_looker_content_metadata_by_id with inherits: false first.',
        required: ['content_metadata_id', 'permission_type'],
        requiredGroups: [['group_id', 'user_id']],
        edits: {
          send_boards_notification_email: { schema: { description: 'true: tell them by email (boards).' } },
        },
      },
      {
        operation: 'update_content_metadata_access',
        method: 'update',
        title: 'Change a grant of access',
        about: 'Changes a grant of access between view and edit.',
        hint: 'Find its id with list_all_looker_content_metadata_accesses.',
        required: ['permission_type'],
        edits: { permission_type: { schema: { type: 'string', enum: ['view', 'edit'] } } },
      },
      {
        operation: 'delete_content_metadata_access',
        method: 'delete',
        title: 'Withdraw a grant of access',
        about: 'Takes access to a folder or board away from a group or user.',
        hint: 'Find its id with list_all_looker_content_metadata_accesses.',
      },
    ],
  },
];
