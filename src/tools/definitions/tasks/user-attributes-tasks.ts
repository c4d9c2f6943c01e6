import { type TaskTool, taskGroup, writtenTask } from '../../catalogue/task-tool.js';
import { answersBrief, briefResult } from '../../run/brief-answer.js';
import { answersDeleted, withoutNulls } from '../../run/deleted-answer.js';
import { valueResult } from '../../run/tool-answer.js';
import { refusedResult } from '../../run/tool-result.js';
import { hidden } from '../../schema/argument-edit.js';
import { lookerPath } from '../../schema/path-segment.js';
import { attributeGroupTasks } from './user-attribute-group-tasks.js';

const ATTRIBUTE = 'id,name,label,type,default_value,value_is_hidden,user_can_view,user_can_edit';
const VALUE = 'user_attribute_id,name,label,value,source,value_is_hidden';
const user_attribute_id = { type: 'string' } as const;

const definitions: readonly TaskTool[] = [
  {
    name: 'list_user_attributes',
    operation: 'all_user_attributes',
    about: 'Lists all user attributes. Their values decide what data each user sees.',
    hint: 'Values: list_user_attribute_group_values and list_user_attribute_values_for_user.',
    fields: ATTRIBUTE,
    edits: { fields: hidden, sorts: hidden },
  },
  {
    name: 'get_user_attribute',
    operation: 'user_attribute',
    about: 'Gets the definition of one user attribute.',
    hint: 'Ids: list_user_attributes.',
    fields: `${ATTRIBUTE},is_system,is_permanent,hidden_value_domain_whitelist`,
    edits: { fields: hidden },
  },
  {
    name: 'create_user_attribute',
    operation: 'create_user_attribute',
    about: 'Creates a user attribute. Name and label must be new.',
    edits: { fields: hidden },
    run: answersBrief({
      properties: ['name', 'label', 'type', 'default_value'],
      next: 'Give values with set_user_attribute_group_values or set_user_attribute_user_value.',
    }),
  },
  writtenTask({
    name: 'update_user_attribute',
    about: 'Changes the named properties of a user attribute. Its name and type stay.',
    arguments: {
      user_attribute_id,
      label: { type: 'string' },
      default_value: { type: 'string' },
      value_is_hidden: { type: 'boolean', description: 'Nobody can read the values.' },
      user_can_view: { type: 'boolean', description: 'Users see their own.' },
      user_can_edit: { type: 'boolean', description: 'Users may change their own.' },
      hidden_value_domain_whitelist: { type: 'string', description: 'Where hidden values may be sent; final.' },
    },
    required: ['user_attribute_id'],
    needs: ['user_attribute', 'update_user_attribute'],
    run: async (call, { user_attribute_id: id, ...changes }) => {
      if (Object.keys(changes).length === 0)
        return refusedResult('Nothing to change: pass at least one property, such as label or default_value.');
      const path = lookerPath`/user_attributes/${id}`;
      // Looker refuses a change that does not name these three.
      const { body } = await call.send({ verb: 'GET', path, query: { fields: 'name,label,type' } });
      const sent = { ...withoutNulls(body, 'name,label,type'), ...changes };
      const changed = await call.send({ verb: 'PATCH', path, query: {}, body: sent });
      return briefResult(call, changed.body, { properties: ['name', ...Object.keys(changes)] });
    },
  }),
  {
    name: 'delete_user_attribute',
    operation: 'delete_user_attribute',
    about: 'Deletes a user attribute for good, with all its values. Access filters in LookML that name it break.',
    hint: 'To remove values only use delete_user_attribute_user_value or delete_user_attribute_group_value.',
    needs: ['user_attribute'],
    run: answersDeleted({ fields: 'id,name,label,default_value' }),
  },
];

const ofUsers: readonly TaskTool[] = [
  {
    name: 'list_user_attribute_values_for_user',
    operation: 'user_attribute_user_values',
    about: 'Lists the user attribute values of a user and where each comes from: their own, a group or the default.',
    hint: 'Change one with set_user_attribute_user_value.',
    fields: VALUE,
    edits: { fields: hidden, user_attribute_ids: hidden, all_values: hidden, include_unset: hidden },
  },
  {
    name: 'set_user_attribute_user_value',
    operation: 'set_user_attribute_user_value',
    effect: 'write',
    about: 'Sets the value of a user attribute for one user; it comes before those of groups.',
    hint: 'Attributes: list_user_attributes. For many users: set_user_attribute_group_values.',
    required: ['value'],
    edits: { value: { schema: { type: 'string', description: 'Always text, e.g. "West" or "10".' } } },
    run: answersBrief({ properties: ['user_id', 'user_attribute_id', 'name', 'value', 'source'] }),
  },
  writtenTask({
    name: 'delete_user_attribute_user_value',
    about:
      "Removes a user's own value of a user attribute; that of a group or the default holds then, and is answered.",
    arguments: { user_id: { type: 'string' }, user_attribute_id },
    required: ['user_id', 'user_attribute_id'],
    needs: ['user_attribute_user_values', 'delete_user_attribute_user_value'],
    run: async (call, { user_id: user, user_attribute_id: id }) => {
      const value = async () => {
        const query = { user_attribute_ids: id, include_unset: 'true', fields: VALUE };
        const path = lookerPath`/users/${user}/attribute_values`;
        const { body } = await call.send({ verb: 'GET', path, query });
        const values: readonly unknown[] = Array.isArray(body) ? body : [];
        return values.map((each) => withoutNulls(each, VALUE)).find((each) => each.user_attribute_id === id);
      };
      const before = await value();
      await call.send({ verb: 'DELETE', path: lookerPath`/users/${user}/attribute_values/${id}`, query: {} });
      const now = await value();
      const hadNone = before?.source === now?.source && before?.value === now?.value;
      const deleted = { user_id: user, user_attribute_id: id, name: before?.name, value: before?.value };
      return valueResult({
        deleted: hadNone ? null : deleted,
        ...{ value_now: now?.value ?? null, source_now: now?.source ?? null },
        ...(hadNone && { note: 'The user had no value of their own; nothing has changed.' }),
      });
    },
  }),
];

export const userAttributesTasks = taskGroup('user_attributes', [...definitions, ...attributeGroupTasks, ...ofUsers]);
