import type { ResourceTools } from '../../catalogue/tool-definition.js';

const permissionSet = 'id,name,permissions,built_in,all_access';
const modelSet = 'id,name,models,built_in,all_access';

const permissions = {
  schema: {
    type: 'array',
    items: { type: 'string' },
    description: 'All of them, e.g. ["access_data","see_looks"]; see list_all_looker_permissions.',
  },
};
const models = {
  schema: {
    type: 'array',
    items: { type: 'string' },
    description: 'All of them, e.g. ["ecommerce"]; see list_all_looker_lookml_models.',
  },
};

export const permissionTools: readonly ResourceTools[] = [
  {
    resource: 'permissions',
    singular: 'permission',
    tags: ['permissions', 'roles'],
    tools: [
      {
        operation: 'all_permissions',
        method: 'list',
        effect: 'read',
        about: 'Lists all permissions that Looker knows, what each allows and which one it needs.',
        hint: 'For create_a_looker_permission_set.',
      },
    ],
  },
  {
    resource: 'permission_sets',
    singular: 'permission_set',
    tags: ['permission_sets', 'roles'],
    tools: [
      {
        operation: 'all_permission_sets',
        method: 'list',
        effect: 'read',
        about: 'Lists all permission sets: what the roles with them may do.',
        hint: 'Ids are for create_a_looker_role.',
        fields: permissionSet,
      },
      {
        operation: 'permission_set',
        method: 'get',
        effect: 'read',
        about: 'Gets one permission set with its permissions.',
        hint: 'What they mean: list_all_looker_permissions.',
        fields: permissionSet,
      },
      {
        operation: 'search_permission_sets',
        method: 'search',
        effect: 'read',
        about: 'Finds permission sets by name and more.',
        hint: 'Text matches like SQL LIKE, without case.',
        fields: permissionSet,
        edits: { permissions: { schema: { description: 'Sets that have all of these, comma-separated.' } } },
      },
      {
        operation: 'create_permission_set',
        method: 'create',
        effect: 'write',
        about: 'Creates a set of permissions.',
        hint: 'Then create_a_looker_role with it.',
        required: ['name', 'permissions'],
        edits: { permissions },
      },
      {
        operation: 'update_permission_set',
        method: 'update',
        effect: 'write',
        about: 'Changes a permission set, at once for everybody with a role that uses it.',
        hint: 'permissions replaces the whole list; see get_single_looker_permission_set_by_id first.',
        edits: { permissions },
      },
      {
        operation: 'delete_permission_set',
        method: 'delete',
        effect: 'destructive',
        about: 'Deletes a permission set for good.',
        hint: 'See with looker_roles_search and permission_set_ids which roles use it.',
      },
    ],
  },
  {
    resource: 'model_sets',
    singular: 'model_set',
    tags: ['model_sets', 'roles'],
    tools: [
      {
        operation: 'all_model_sets',
        method: 'list',
        effect: 'read',
        about: 'Lists all model sets: which LookML models the roles with them may use.',
        hint: 'Ids are for create_a_looker_role.',
        fields: modelSet,
      },
      {
        operation: 'model_set',
        method: 'get',
        effect: 'read',
        about: 'Gets one model set with its LookML models.',
        hint: 'Roles that use it: looker_roles_search with model_set_ids.',
        fields: modelSet,
      },
      {
        operation: 'search_model_sets',
        method: 'search',
        effect: 'read',
        about: 'Finds model sets by name and more.',
        hint: 'Text matches like SQL LIKE, without case.',
        fields: modelSet,
        edits: { models: { schema: { description: 'Sets that have all of these, comma-separated.' } } },
      },
      {
        operation: 'create_model_set',
        method: 'create',
        effect: 'write',
        about: 'Creates a set of LookML models.',
        hint: 'Then create_a_looker_role with it.',
        required: ['name', 'models'],
        edits: { models },
      },
      {
        operation: 'update_model_set',
        method: 'update',
        effect: 'write',
        about: 'Changes a model set, at once for everybody with a role that uses it.',
        hint: 'models replaces the whole list; see get_single_looker_model_set_by_id first.',
        edits: { models },
      },
      {
        operation: 'delete_model_set',
        method: 'delete',
        effect: 'destructive',
        about: 'Deletes a model set for good.',
        hint: 'See with looker_roles_search and model_set_ids which roles use it.',
      },
    ],
  },
];
