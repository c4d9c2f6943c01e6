import { described, terse } from '../argument-edit.js';
import type { ResourceTools } from '../tool-row.js';

export const accessTools: readonly ResourceTools[] = [
  {
    resource: 'groups',
    singular: 'group',
    tags: ['groups'],
    tools: [
      {
        operation: 'all_groups',
        method: 'list',
        effect: 'read',
        edits: {
          ids: terse,
          content_metadata_id: described('Groups that have access to it.'),
          can_add_to_content_metadata: described('true: groups that can be given access to content.'),
        },
        about: 'Lists all groups of users.',
        hint: 'To find one by name use looker_groups_search.',
      },
      { operation: 'group', method: 'get', effect: 'read', about: 'Gets one group. Its members: looker_groups_users.' },
      {
        operation: 'search_groups',
        method: 'search',
        effect: 'read',
        about: 'Finds groups by name and more.',
        hint: 'Text matches like SQL LIKE, without case. Then looker_groups_users for the members.',
      },
      {
        operation: 'search_groups_with_roles',
        method: 'search_with_roles',
        effect: 'read',
        title: 'Search groups with their roles',
        about: 'Finds groups and tells their roles.',
        hint: 'Use it to see through which groups users get a role.',
      },
      {
        operation: 'all_group_users',
        method: 'users',
        effect: 'read',
        title: 'List the users of a group',
        about: 'Lists the users directly in a group.',
        hint: 'Members of nested groups are not in it; see looker_groups_groups.',
      },
      {
        operation: 'all_group_groups',
        method: 'groups',
        effect: 'read',
        title: 'List the groups in a group',
        about: 'Lists the groups directly in a group.',
        hint: 'Their users: looker_groups_users.',
      },
    ],
  },
  {
    resource: 'roles',
    singular: 'role',
    tags: ['roles'],
    tools: [
      {
        operation: 'all_roles',
        method: 'list',
        effect: 'read',
        about: 'Lists all roles with their permission and model sets.',
        hint: 'To find one by name use looker_roles_search; ids are for looker_users_set_roles.',
      },
      {
        operation: 'role',
        method: 'get',
        effect: 'read',
        about: 'Gets one role with its permission and model set.',
        hint: 'Who has it: looker_roles_users and looker_roles_groups.',
      },
      {
        operation: 'search_roles',
        method: 'search',
        effect: 'read',
        about: 'Finds roles by name and more.',
        hint: 'Text matches like SQL LIKE, without case.',
      },
      {
        operation: 'role_users',
        method: 'users',
        effect: 'read',
        title: 'List the users of a role',
        about: 'Lists the users who have a role.',
        hint: 'direct_association_only: true leaves out those who have it through a group.',
      },
      {
        operation: 'role_groups',
        method: 'groups',
        effect: 'read',
        title: 'List the groups of a role',
        about: 'Lists the groups that have a role.',
        hint: 'Their users: looker_groups_users.',
      },
    ],
  },
];
