import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { described, hidden } from '../../schema/argument-edit.js';

const role = 'id,name,permission_set(id,name),model_set(id,name,models)';
const written = ['name', 'permission_set_id', 'model_set_id'];

const permissionSet = 'id,name,permissions,built_in,all_access';
const modelSet = 'id,name,models,built_in,all_access';

const texts = { items: { type: 'string' } };
const permissions = described('All of them, e.g. ["access_data","see_looks"]; see list_all_looker_permissions.', texts);
const models = described('All of them, e.g. ["ecommerce"]; see list_all_looker_lookml_models.', texts);

export const roleTools: readonly ResourceTools[] = [
  {
    resource: 'roles',
    tools: [
      {
        operation: 'all_roles',
        method: 'list',
        about: 'Lists all roles with their permission and model sets.',
        hint: 'To find one by name use looker_roles_search; ids are for looker_users_set_roles. Permissions: get_single_looker_role_by_id.',
        fields: role,
        edits: { get_all_support_roles: hidden },
      },
      {
        operation: 'role',
        method: 'get',
        about: 'Gets one role with its permission and model set.',
        hint: 'Who has it: looker_roles_users and looker_roles_groups.',
      },
      {
        operation: 'search_roles',
        method: 'search',
        about: 'Finds roles by name and more.',
        hint: 'Text matches like SQL LIKE, without case.',
        fields: role,
        edits: {
          model_set_ids: { schema: { description: 'Comma-separated.' } },
          permission_set_ids: { schema: { description: 'Comma-separated.' } },
        },
      },
      {
        operation: 'search_roles_with_user_count',
        method: 'search_with_user_count',
        effect: 'read',
        title: 'Search roles with their user counts',
        about: 'Finds roles and tells how many users have each.',
        hint: 'Use it to find unused roles. Who they are: looker_roles_users.',
        fields: 'id,name,user_count,permission_set(id,name),model_set(id,name)',
      },
      {
        operation: 'create_role',
        method: 'create',
        about: 'Creates a role of a permission set and a model set. Nobody has it yet.',
        hint: 'Find sets with list_all_looker_permission_sets and list_all_looker_model_sets. Then looker_roles_set_users or looker_roles_set_groups.',
        required: written,
        only: written,
      },
      {
        operation: 'update_role',
        method: 'update',
        about: 'Changes the name or the sets of a role, at once for everybody who has it.',
        hint: 'To change the permissions themselves use update_a_looker_permission_set_by_id.',
        only: written,
      },
      {
        operation: 'delete_role',
        method: 'delete',
        about: 'Deletes a role for good; everybody who has it loses it.',
        hint: 'See looker_roles_users and looker_roles_groups first. Its sets stay.',
      },
      {
        operation: 'role_users',
        method: 'users',
        effect: 'read',
        title: 'List the users of a role',
        about: 'Lists the users who have a role.',
        hint: 'direct_association_only: true leaves out those who have it through a group.',
        tags: ['users'],
        fields: 'id,display_name,email,is_disabled',
      },
      {
        operation: 'set_role_users',
        method: 'set_users',
        effect: 'write',
        title: 'Set the users of a role',
        about: 'Sets who has a role directly: exactly those in body, it is taken from all others.',
        hint: 'Present ones: looker_roles_users with direct_association_only: true. For one user use looker_users_set_roles.',
        tags: ['users'],
        edits: { body: { schema: { description: 'All user ids, e.g. ["12","15"].' } } },
      },
      {
        operation: 'role_groups',
        method: 'groups',
        effect: 'read',
        title: 'List the groups of a role',
        about: 'Lists the groups that have a role.',
        hint: 'Their users: looker_groups_users.',
        tags: ['groups'],
        fields: 'id,name,user_count,externally_managed',
      },
      {
        operation: 'set_role_groups',
        method: 'set_groups',
        effect: 'write',
        title: 'Set the groups of a role',
        about: 'Sets which groups have a role: exactly those in body, it is taken from all others.',
        hint: 'Present ones: looker_roles_groups.',
        tags: ['groups'],
        edits: { body: { schema: { description: 'All group ids, e.g. ["3","7"].' } } },
      },
    ],
  },
  {
    resource: 'permissions',
    tags: ['permissions', 'roles'],
    tools: [
      {
        operation: 'all_permissions',
        method: 'list',
        about: 'Lists all permissions that Looker knows, what each allows and which one it needs.',
        hint: 'For create_a_looker_permission_set.',
      },
    ],
  },
  {
    resource: 'permission_sets',
    tags: ['permission_sets', 'roles'],
    tools: [
      {
        operation: 'all_permission_sets',
        method: 'list',
        about: 'Lists all permission sets: what the roles with them may do.',
        hint: 'Ids are for create_a_looker_role.',
        fields: permissionSet,
      },
      {
        operation: 'permission_set',
        method: 'get',
        about: 'Gets one permission set with its permissions.',
        hint: 'What they mean: list_all_looker_permissions.',
        fields: permissionSet,
      },
      {
        operation: 'search_permission_sets',
        method: 'search',
        about: 'Finds permission sets by name and more.',
        hint: 'Text matches like SQL LIKE, without case.',
        fields: permissionSet,
        edits: { permissions: { schema: { description: 'Sets that have all of these, comma-separated.' } } },
      },
      {
        operation: 'create_permission_set',
        method: 'create',
        about: 'Creates a set of permissions.',
        hint: 'Then create_a_looker_role with it.',
        required: ['name', 'permissions'],
        edits: { permissions },
      },
      {
        operation: 'update_permission_set',
        method: 'update',
        about: 'Changes a permission set, at once for everybody with a role that uses it.',
        hint: 'permissions replaces the whole list; see get_single_looker_permission_set_by_id first.',
        edits: { permissions },
      },
      {
        operation: 'delete_permission_set',
        method: 'delete',
        about: 'Deletes a permission set for good.',
        hint: 'See with looker_roles_search and permission_set_ids which roles use it.',
      },
    ],
  },
  {
    resource: 'model_sets',
    tags: ['model_sets', 'roles'],
    tools: [
      {
        operation: 'all_model_sets',
        method: 'list',
        about: 'Lists all model sets: which LookML models the roles with them may use.',
        hint: 'Ids are for create_a_looker_role.',
        fields: modelSet,
      },
      {
        operation: 'model_set',
        method: 'get',
        about: 'Gets one model set with its LookML models.',
        hint: 'Roles that use it: looker_roles_search with model_set_ids.',
        fields: modelSet,
      },
      {
        operation: 'search_model_sets',
        method: 'search',
        about: 'Finds model sets by name and more.',
        hint: 'Text matches like SQL LIKE, without case.',
        fields: modelSet,
        edits: { models: { schema: { description: 'Sets that have all of these, comma-separated.' } } },
      },
      {
        operation: 'create_model_set',
        method: 'create',
        about: 'Creates a set of LookML models.',
        hint: 'Then create_a_looker_role with it.',
        required: ['name', 'models'],
        edits: { models },
      },
      {
        operation: 'update_model_set',
        method: 'update',
        about: 'Changes a model set, at once for everybody with a role that uses it.',
        hint: 'models replaces the whole list; see get_single_looker_model_set_by_id first.',
        edits: { models },
      },
      {
        operation: 'delete_model_set',
        method: 'delete',
        about: 'Deletes a model set for good.',
        hint: 'See with looker_roles_search and model_set_ids which roles use it.',
      },
    ],
  },
];
