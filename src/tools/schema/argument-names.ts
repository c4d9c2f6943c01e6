import type { Tool } from '../catalogue/tool.js';

type Values = Readonly<Record<string, unknown>>;

/** Words that Looker's operations use for the same thing. */
const SAME_THINGS: readonly (readonly string[])[] = [
  ['explore', 'view', 'explore_name', 'view_name', 'lookml_model_explore_name'],
  ['model', 'model_name', 'lookml_model_name'],
  ['file_path', 'path'],
  ['connection', 'connection_name'],
  ['project', 'project_id', 'project_name'],
];

/** The methods of tools that are named `_by_id`. */
const ONE_RECORD: ReadonlySet<string> = new Set(['get', 'update', 'delete']);

/**
 * The arguments under the names that the tool has for them: `id` is the one id that it needs, and a word of another tool for the
 * same thing is this one's. Where two could be meant, or both are given, the name stays as it came.
 */
export function argumentsByKnownNames(tool: Tool, args: Values): Values {
  const known = tool.checkedSchema.properties ?? {};
  const isOpen = (name: string) => Object.hasOwn(known, name) && (args[name] ?? null) === null;
  const nameOf = (name: string): string => {
    if (Object.hasOwn(known, name)) return name;
    const meant = name === 'id' ? idsOf(tool) : namesLike(name).filter((other) => Object.hasOwn(known, other));
    const [only, ...others] = meant;
    return only !== undefined && others.length === 0 && isOpen(only) ? only : name;
  };
  const aliases = Object.keys(args).filter((name) => nameOf(name) !== name);
  // What was there under the right name is null, and gives way.
  const isAlone = (name: string) => aliases.filter((other) => nameOf(other) === nameOf(name)).length === 1;
  const renamed = aliases.filter(isAlone);
  if (renamed.length === 0) return args;
  const kept = Object.entries(args).filter(([name]) => !renamed.some((other) => nameOf(other) === name));
  return Object.fromEntries(kept.map(([name, value]) => [renamed.includes(name) ? nameOf(name) : name, value]));
}

/** What `id` may stand for: what names the record at the end of its path, or the ids without which the tool cannot be called. */
function idsOf({ method, checkedSchema, requestPlan: { pathNames } }: Tool): string[] {
  // The id of an answer that is sent to a tool which creates is the record's own, and nothing that this tool needs.
  if (method === 'create') return [];
  const required = checkedSchema.required ?? [];
  const isOfRecord = ONE_RECORD.has(method) && required.every((name) => pathNames.includes(name));
  if (isOfRecord && pathNames.length > 0) return pathNames.slice(-1);
  const ids = [...new Set([...pathNames, ...required])].filter((name) => name.endsWith('_id'));
  const ofPath = ids.filter((name) => pathNames.includes(name));
  return ofPath.length === 1 ? ofPath : ids;
}

const namesLike = (name: string) =>
  SAME_THINGS.find((names) => names.includes(name))?.filter((other) => other !== name) ?? [];
