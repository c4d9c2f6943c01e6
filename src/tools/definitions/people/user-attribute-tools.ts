import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { hidden } from '../../schema/argument-edit.js';

const attribute = 'id,name,label,type,default_value,is_system,value_is_hidden,user_can_view,user_can_edit';

export const userAttributeTools: readonly ResourceTools[] = [
  {
    resource: 'user_attributes',
    tags: ['user_attributes', 'users'],
    tools: [
      {
        operation: 'all_user_attributes',
        method: 'list',
        about: 'Lists all user attributes. Their values filter what data each user sees.',
        hint: 'Values: looker_users_attribute_values of a user, looker_user_attributes_group_values of groups.',
        fields: attribute,
      },
      {
        operation: 'user_attribute',
        method: 'get',
        about: 'Gets the definition of one user attribute.',
        hint: 'Its values for groups: looker_user_attributes_group_values.',
        fields: `${attribute},is_permanent,hidden_value_domain_whitelist`,
      },
      {
        operation: 'create_user_attribute',
        method: 'create',
        about: 'Creates a user attribute. Name and label must be new.',
        hint: 'Then give values with looker_groups_set_attribute_value or looker_users_set_attribute_value.',
        edits: { fields: hidden },
      },
      {
        operation: 'update_user_attribute',
        method: 'update',
        about: 'Changes the definition of a user attribute.',
        hint: 'Send name, label and type along. They come from get_single_looker_user_attribute_by_id.',
        edits: { fields: hidden },
      },
      {
        operation: 'delete_user_attribute',
        method: 'delete',
        about: 'Deletes a user attribute for good, with all its values.',
        hint: 'Access filters in LookML that name it break. To remove values only use looker_users_remove_attribute_value.',
      },
      {
        operation: 'all_user_attribute_group_values',
        method: 'group_values',
        effect: 'read',
        title: 'List the group values of an attribute',
        about: 'Lists the values of a user attribute by group. The first one that a user is in holds.',
        hint: 'Change them with looker_groups_set_attribute_value.',
        tags: ['groups'],
        fields: 'group_id,value,rank,value_is_hidden',
      },
      {
        operation: 'set_user_attribute_group_values',
        method: 'set_group_values',
        effect: 'write',
        title: 'Set the group values of an attribute',
        about: 'Sets the values of a user attribute for all groups: exactly those in body, all others are removed.',
        hint: 'Present ones: looker_user_attributes_group_values. To change one use looker_groups_set_attribute_value.',
        tags: ['groups'],
        edits: { body: { schema: { description: 'By precedence: for users in several groups the first holds.' } } },
      },
    ],
  },
];
