import type { ToolCall } from '../../catalogue/tool.js';
import { recordsOf } from '../../run/list-answer.js';

/**
 * The names of those of these roles, groups or users that there are, by id: one request, and none for no ids.
 * @throws LookerError where they may not be read
 */
export async function namesById(
  call: Pick<ToolCall, 'send'>,
  kind: 'roles' | 'groups' | 'users',
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const name = kind === 'users' ? 'display_name' : 'name';
  const wanted = [...new Set(ids)];
  const query = { ids: wanted.join(','), fields: `id,${name}` };
  const { body } = await call.send({ verb: 'GET', path: `/${kind}`, query });
  const named = recordsOf(body).map((record) => [String(record.id), String(record[name] ?? '')] as const);
  return new Map(named.filter(([id]) => wanted.includes(id)));
}

/** What a text says of ids that are not there: "There is no role 7, 9: list_roles has them."; null: all are there. */
export function absentProblem(
  kind: 'role' | 'group' | 'user',
  ids: readonly string[],
  names: ReadonlyMap<string, string>,
): string | null {
  const absent = [...new Set(ids)].filter((id) => !names.has(id));
  return absent.length === 0 ? null : `There is no ${kind} ${absent.join(', ')}: list_${kind}s has them.`;
}

/** Ids as Looker answers them, with names, as answers of ours have them. */
export async function namedIds(
  call: Pick<ToolCall, 'send'>,
  kind: 'roles' | 'groups' | 'users',
  ids: unknown,
): Promise<{ readonly id: string; readonly name: string | null }[]> {
  const wanted = Array.isArray(ids) ? ids.map(String) : [];
  const names = await namesById(call, kind, wanted);
  return wanted.map((id) => ({ id, name: names.get(id) ?? null }));
}
