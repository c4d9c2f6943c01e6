import { isRecord } from '../../../values/is-record.js';
import { nearestNames } from '../../catalogue/nearest-names.js';
import type { TaskTool } from '../../catalogue/task-tool.js';
import type { Args, ToolCall } from '../../catalogue/tool.js';
import { withoutNulls } from '../../run/deleted-answer.js';
import { recordsOf } from '../../run/list-answer.js';
import { recordId } from '../../run/record-id.js';
import { valueResult } from '../../run/tool-answer.js';
import { refusedResult, type ToolResult } from '../../run/tool-result.js';
import { hidden } from '../../schema/argument-edit.js';
import { lookerPath } from '../../schema/path-segment.js';

interface Kind {
  /** As tools are named after it. */
  readonly set: 'permission_set' | 'model_set';
  readonly members: 'permissions' | 'models';
  /** What the roles with it get of it. */
  readonly decides: string;
  /** Where Looker has all members, by which operation, and which property is their name. */
  readonly known: readonly [path: string, operation: string, name: string];
  readonly listedBy: string;
}

const KINDS: readonly Kind[] = [
  {
    ...{ set: 'permission_set', members: 'permissions', decides: 'what its roles may do' },
    ...{ known: ['/permissions', 'all_permissions', 'permission'], listedBy: 'list_permissions' },
  },
  {
    ...{ set: 'model_set', members: 'models', decides: 'on which LookML models its roles work' },
    ...{ known: ['/lookml_models', 'all_lookml_models', 'name'], listedBy: 'list_models' },
  },
];

/** The sets that roles are made of, and the permissions there are. */
export const adminRoleSetTasks: readonly TaskTool[] = [
  {
    name: 'list_permissions',
    operation: 'all_permissions',
    about: 'Lists all permissions that Looker knows, what each allows and which one it needs.',
  },
  ...KINDS.flatMap(setTasks),
];

function setTasks(kind: Kind): readonly TaskTool[] {
  const { set, members, decides, known, listedBy } = kind;
  const [thing, id] = [set.replace('_', ' '), `${set}_id`];
  const names = { type: 'array', items: { type: 'string' } } as const;
  const name = { type: 'string' } as const;
  return [
    {
      name: `list_${set}s`,
      operation: `all_${set}s`,
      about: `Lists all ${thing}s: each decides ${decides}.`,
      fields: `id,name,${members},built_in,all_access`,
      edits: { fields: hidden },
    },
    {
      name: `create_${set}`,
      about: `Creates a ${thing}, which decides ${decides}.`,
      hint: 'Then create_role with it.',
      arguments: { name, [members]: { ...names, description: `From ${listedBy}.` } },
      required: ['name', members],
      needs: [`create_${set}`, known[1]],
      run: (call, args) => createSet(call, args, kind),
    },
    {
      name: `update_${set}`,
      about: `Changes a ${thing}, at once for everybody with a role that uses it.`,
      hint: `Present ones: list_${set}s.`,
      arguments: {
        [id]: { type: 'string' },
        name,
        [members]: { ...names, description: 'All: this replaces the list.' },
      },
      required: [id],
      needs: [set, `update_${set}`, 'all_roles', known[1]],
      run: (call, args) => updateSet(call, args, kind),
    },
    {
      name: `delete_${set}`,
      about: `Deletes a ${thing} for good. One that a role uses is not deleted.`,
      arguments: { [id]: { type: 'string' } },
      required: [id],
      needs: [set, `delete_${set}`, 'all_roles'],
      run: (call, args) => deleteSet(call, args, kind),
    },
  ];
}

async function createSet(call: ToolCall, args: Args, kind: Kind): Promise<ToolResult> {
  const problem = await unknownProblem(call, kind, textsOf(args[kind.members]));
  if (problem !== null) return refusedResult(`${problem}\nNothing was created.`);
  const { body } = await call.send({ verb: 'POST', path: `/${kind.set}s`, query: {}, body: args });
  const made = withoutNulls(body, `id,name,${kind.members}`);
  return { ...valueResult({ ...made, next: 'Use it in a role: create_role.' }), recordId: recordId(body) };
}

async function updateSet(call: ToolCall, args: Args, kind: Kind): Promise<ToolResult> {
  const { members } = kind;
  const { [`${kind.set}_id`]: id, ...changes } = args;
  if (Object.keys(changes).length === 0) return refusedResult(`Nothing to change: pass name or ${members}.`);
  const path = pathOf(kind, id);
  const { body } = await call.send({ verb: 'GET', path, query: {} });
  const before = textsOf(withoutNulls(body, members)[members]);
  const wanted = changes[members] === undefined ? before : textsOf(changes[members]);
  const added = wanted.filter((name) => !before.includes(name));
  const problem = await unknownProblem(call, kind, added);
  if (problem !== null) return refusedResult(`${problem}\nNothing was changed.`);
  const changed = await call.send({ verb: 'PATCH', path, query: {}, body: changes });
  return valueResult({
    ...withoutNulls(changed.body, 'id,name'),
    ...(changes[members] !== undefined && { added, removed: before.filter((name) => !wanted.includes(name)) }),
    used_by_roles: await rolesWith(call, kind, id),
  });
}

async function deleteSet(call: ToolCall, args: Args, kind: Kind): Promise<ToolResult> {
  const id = args[`${kind.set}_id`];
  const path = pathOf(kind, id);
  const { body } = await call.send({ verb: 'GET', path, query: {} });
  const roles = (await rolesWith(call, kind, id)).map(({ id: role, name }) => `${name} (${role})`);
  if (roles.length > 0) {
    return refusedResult(
      `Roles use it: ${roles.join(', ')}. Give them another with update_role, or delete them, first. Nothing was deleted.`,
    );
  }
  await call.send({ verb: 'DELETE', path, query: {} });
  return valueResult({ deleted: withoutNulls(body, `id,name,${kind.members}`) });
}

const pathOf = ({ set }: Kind, id: unknown) => `/${set}s${lookerPath`/${String(id)}`}`;

const textsOf = (list: unknown): readonly string[] => (Array.isArray(list) ? list.map(String) : []);

/** The roles that use a set. Looker takes its id with a role, and answers the set as a record in it. */
async function rolesWith(call: ToolCall, { set }: Kind, id: unknown) {
  const { body } = await call.send({ verb: 'GET', path: '/roles', query: { fields: `id,name,${set}(id)` } });
  const using = recordsOf(body).filter(({ [set]: used }) => isRecord(used) && String(used.id) === String(id));
  return using.map((role) => ({ id: String(role.id), name: String(role.name ?? '') }));
}

/** Names that Looker does not know, each with the one that was meant; null: it knows them all. */
async function unknownProblem(call: ToolCall, kind: Kind, names: readonly string[]): Promise<string | null> {
  if (names.length === 0) return null;
  const [path, , property] = kind.known;
  const { body } = await call.send({ verb: 'GET', path, query: kind.set === 'model_set' ? { fields: property } : {} });
  const known = recordsOf(body).map((record) => String(record[property] ?? ''));
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length === 0) return null;
  const said = unknown.slice(0, UNKNOWN_MAX).map((name) => {
    const [near] = nearestNames(name, known);
    return near === undefined ? `"${name}"` : `"${name}" (did you mean ${near}?)`;
  });
  return `There are no ${kind.members} ${said.join(', ')}: ${kind.listedBy} has them.`;
}

/** Each is compared with all that there are. */
const UNKNOWN_MAX = 20;
