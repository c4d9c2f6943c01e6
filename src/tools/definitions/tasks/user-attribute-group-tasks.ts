import { type TaskTool, writtenTask } from '../../catalogue/task-tool.js';
import type { ToolCall } from '../../catalogue/tool.js';
import { withoutNulls } from '../../run/deleted-answer.js';
import { listResult, recordsOf } from '../../run/list-answer.js';
import { valueResult } from '../../run/tool-answer.js';
import { refusedResult } from '../../run/tool-result.js';
import { lookerPath } from '../../schema/path-segment.js';
import { namesById } from './names-by-id.js';

const VALUE = 'group_id,value,rank,value_is_hidden';
const ids = { user_attribute_id: { type: 'string' } } as const;

interface GroupValue {
  readonly group_id: string;
  readonly value: string;
  readonly rank: number | undefined;
}

/** The values that groups give to a user attribute. */
export const attributeGroupTasks: readonly TaskTool[] = [
  writtenTask({
    name: 'list_user_attribute_group_values',
    about: 'Lists the values of a user attribute by group. Of the groups of a user the one of the lowest rank holds.',
    hint: 'Change them with set_user_attribute_group_values.',
    arguments: ids,
    required: ['user_attribute_id'],
    needs: ['all_user_attribute_group_values', 'all_groups'],
    run: async (call, args) => listResult(call, args, await groupValues(call, args.user_attribute_id)),
  }),
  writtenTask({
    name: 'set_user_attribute_group_values',
    effect: 'write',
    about: 'Sets the values of a user attribute for all groups: exactly these, those of all other groups are removed.',
    hint: 'Present ones: list_user_attribute_group_values.',
    arguments: {
      ...ids,
      values: {
        type: 'array',
        description: 'By precedence: for users in several groups the first holds.',
        items: {
          type: 'object',
          properties: {
            group_id: { type: 'string' },
            value: { type: 'string' },
            rank: { type: 'integer', description: 'Lowest wins; in all entries or in none.' },
          },
          required: ['group_id', 'value'],
          additionalProperties: false,
        },
      },
    },
    required: ['user_attribute_id', 'values'],
    needs: ['all_user_attribute_group_values', 'set_user_attribute_group_values', 'all_groups'],
    run: async (call, { user_attribute_id: id, values }) => {
      const [names, before] = await Promise.all([
        namesById(
          call,
          'groups',
          values.map(({ group_id }) => group_id),
        ),
        groupValues(call, id),
      ]);
      const problems = valueProblems(values, names);
      if (problems.length > 0) return refusedResult(`${problems.join('\n')}\nNothing was changed.`);
      const path = lookerPath`/user_attributes/${id}/group_values`;
      await call.send({ verb: 'POST', path, query: {}, body: values });
      const kept = new Set(values.map(({ group_id }) => group_id));
      const removed = before.filter(({ group_id }) => !kept.has(String(group_id)));
      return valueResult({ user_attribute_id: id, values: await groupValues(call, id), removed });
    },
  }),
  writtenTask({
    name: 'delete_user_attribute_group_value',
    about: 'Removes the value of a user attribute from a group. Its users fall back to other groups or the default.',
    arguments: { group_id: { type: 'string' }, ...ids },
    required: ['group_id', 'user_attribute_id'],
    needs: ['all_user_attribute_group_values', 'delete_user_attribute_group_value', 'all_groups'],
    run: async (call, { group_id: group, user_attribute_id: id }) => {
      const present = await groupValues(call, id);
      const deleted = present.find(({ group_id }) => group_id === group);
      if (deleted === undefined)
        return refusedResult(`Group ${group} has no value of this attribute; ${whoHas(present)}. Nothing was removed.`);
      await call.send({ verb: 'DELETE', path: lookerPath`/groups/${group}/attribute_values/${id}`, query: {} });
      return valueResult({ deleted: { user_attribute_id: id, ...deleted } });
    },
  }),
];

const whoHas = (values: readonly Record<string, unknown>[]) =>
  values.length === 0 ? 'no group has one' : `groups that have one: ${values.map((each) => each.group_id).join(', ')}`;

/** The values, each with the name of its group. */
async function groupValues(call: ToolCall, id: string): Promise<readonly Record<string, unknown>[]> {
  const path = lookerPath`/user_attributes/${id}/group_values`;
  const { body } = await call.send({ verb: 'GET', path, query: { fields: VALUE } });
  const values = recordsOf(body).map((each) => withoutNulls(each, VALUE));
  const names = await namesById(
    call,
    'groups',
    values.map((each) => String(each.group_id)),
  );
  return values.map(({ group_id, ...value }) => ({ group_id, group_name: names.get(String(group_id)), ...value }));
}

function valueProblems(values: readonly GroupValue[], names: ReadonlyMap<string, string>): string[] {
  const groups = values.map(({ group_id }) => group_id);
  const absent = groups.filter((id) => !names.has(id));
  const twice = groups.filter((id, index) => groups.indexOf(id) !== index);
  const ranked = values.filter(({ rank }) => rank !== undefined).length;
  return [
    ...(absent.length > 0 ? [`There is no group ${absent.join(', ')}: list_groups has them.`] : []),
    ...(twice.length > 0 ? [`Group ${[...new Set(twice)].join(', ')} is named twice.`] : []),
    ...(ranked > 0 && ranked < values.length ? ['rank must be in all entries or in none.'] : []),
  ];
}
