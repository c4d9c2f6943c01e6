import { jsonValues } from '../../http/bounds/json-bounds.js';
import { isRecord } from '../../values/is-record.js';
import type { JsonSchema } from '../catalogue/operation.js';
import type { Tool } from '../catalogue/tool.js';
import { visConfigName, visConfigSettings } from './edits/vis-config-schema.js';
import { anyOf, exactly, type FilterValue } from './filter-values.js';

type Values = Readonly<Record<string, unknown>>;

/** As the body of a request: what stands inside its texts, all of them together, is walked like what stands around them. */
const TEXT_BOUNDS = { depthMax: 64, valuesMax: 20_000 };

/** How many values may still be read out of the texts of one call. */
interface TextBudget {
  values: number;
}

const newBudget = (): TextBudget => ({ values: TEXT_BOUNDS.valuesMax });

/** Arguments that hold filter expressions by field, or by a dashboard's filter. */
const FILTERS = /(?:^|_)filters$|^f$/;

/**
 * The arguments of a call as they were meant. Clients send lists, objects, numbers and flags as JSON text, null for what they
 * leave out, and arguments under the name that another tool has for them: what can mean one thing only becomes that, and
 * everything else stays as it came, for `checkArguments` to refuse. Text is never read where text is wanted.
 */
export function fittedArguments(tool: Tool, given: unknown): unknown {
  const budget = newBudget();
  const args = fittedText(['object'], given, budget);
  return isRecord(args) ? fittedValue(tool.checkedSchema, argumentsByKnownNames(tool, args), budget) : args;
}

/** A value as its schema wants it, where it can mean that only. */
export function fittedValue(schema: JsonSchema, given: unknown, budget = newBudget()): unknown {
  const named = namedSchema(schema);
  const types = typesOf(named);
  const value = typeof given === 'string' ? fittedText(types, given, budget) : given;
  if (Array.isArray(value)) return fittedItems(named, value, budget);
  if (isRecord(value)) return types.includes('object') ? fittedObject(named, value, budget) : value;
  return types.includes('string') ? fittedScalar(named, value) : value;
}

/** What a text holds as JSON, where that is of one of the wanted types and text is not. */
function fittedText(types: readonly string[], given: unknown, budget: TextBudget): unknown {
  if (typeof given !== 'string' || types.length === 0 || types.includes('string')) return given;
  const values = jsonValues(given, { ...TEXT_BOUNDS, valuesMax: budget.values });
  if (typeof values !== 'number') return given;
  budget.values -= values;
  try {
    const read: unknown = JSON.parse(given);
    return types.some((type) => isOfType(type, read)) ? read : given;
  } catch {
    return given;
  }
}

function isOfType(type: string, value: unknown): boolean {
  switch (type) {
    case 'array':
      return Array.isArray(value);
    case 'object':
      return isRecord(value);
    case 'integer':
      return Number.isSafeInteger(value);
    case 'null':
      return value === null;
    default:
      return typeof value === type;
  }
}

/** Whether a value is null, or JSON text for it where no text is wanted. */
function meansNull(schema: JsonSchema | undefined, value: unknown): boolean {
  const types = schema === undefined ? [] : typesOf(namedSchema(schema));
  const isText = typeof value === 'string' && types.length > 0 && !types.includes('string');
  return value === null || (isText && value.trim() === 'null');
}

function fittedItems({ items }: JsonSchema, values: readonly unknown[], budget: TextBudget): unknown {
  return items === undefined ? values : values.map((value) => fittedValue(items, value, budget));
}

function fittedObject(schema: JsonSchema, values: Values, budget: TextBudget): Values {
  const { properties = {}, additionalProperties } = schema;
  const others = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  const partOf = (name: string) => (Object.hasOwn(properties, name) ? properties[name] : others);
  const kept = Object.entries(withIdsOfAnswers(schema, values)).filter(([name, value]) => {
    const isNull = meansNull(partOf(name), value);
    if (Object.hasOwn(properties, name)) return !isNull || allowsNull(properties[name] ?? {});
    return !schema['x-answered']?.includes(name) && (!isNull || others === undefined || allowsNull(others));
  });
  return Object.fromEntries(
    kept.map(([name, value]) => {
      const part = partOf(name);
      if (part === undefined) return [name, value];
      return [name, FILTERS.test(name) ? fittedFilters(part, value, budget) : fittedValue(part, value, budget)];
    }),
  );
}

/** Filter expressions are texts; a list of values means any of them, and a flag is Yes or No (Looker's filter expressions). */
function fittedFilters(schema: JsonSchema, given: unknown, budget: TextBudget): unknown {
  const filters = fittedText(typesOf(schema), given, budget);
  const { additionalProperties } = schema;
  const isMap = typeof additionalProperties === 'object' && typesOf(additionalProperties).includes('string');
  if (!isMap || !isRecord(filters)) return fittedValue(schema, filters, budget);
  const texts = Object.entries(filters).map(([name, value]) => [name, filterText(value)]);
  return fittedObject(schema, Object.fromEntries(texts), budget);
}

function filterText(value: unknown): unknown {
  if (typeof value === 'boolean') return exactly(value);
  return Array.isArray(value) && value.every(isFilterValue) ? (anyOf(value) ?? value) : value;
}

const isFilterValue = (value: unknown): value is FilterValue =>
  value === null || ['string', 'number', 'boolean'].includes(typeof value);

/** Answers hold a record such as `folder` where a request names it by `folder_id`. */
function withIdsOfAnswers({ properties = {}, 'x-answered': answered = [] }: JsonSchema, values: Values): Values {
  const ids = answered.flatMap((name) => {
    const record = Object.hasOwn(values, name) ? values[name] : undefined;
    const isNamed = `${name}_id` in properties && (values[`${name}_id`] ?? null) === null;
    return isNamed && isRecord(record) && record.id !== undefined ? [[`${name}_id`, record.id] as const] : [];
  });
  return ids.length === 0 ? values : { ...values, ...Object.fromEntries(ids) };
}

/** A number or a flag where only text is wanted. Numbers that have lost digits on the way stay, and are refused. */
function fittedScalar(schema: JsonSchema, value: unknown): unknown {
  const types = typesOf(schema);
  if (typeof value === 'boolean' && !types.includes('boolean')) return flagText(schema, value);
  if (typeof value !== 'number' || types.includes('integer') || types.includes('number')) return value;
  return Number.isFinite(value) && Math.abs(value) <= Number.MAX_SAFE_INTEGER ? String(value) : value;
}

const flagText = ({ 'x-true': words }: JsonSchema, value: boolean) => {
  if (words === undefined) return String(value);
  return value ? words : '';
};

const namedSchema = (schema: JsonSchema): JsonSchema => (schema.$ref === visConfigName ? visConfigSettings : schema);
const typesOf = ({ type }: JsonSchema): readonly string[] => [type ?? []].flat();
const allowsNull = (schema: JsonSchema) => schema.type === undefined || typesOf(schema).includes('null');

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
function argumentsByKnownNames(tool: Tool, args: Values): Values {
  const known = tool.checkedSchema.properties ?? {};
  const isOpen = (name: string) => Object.hasOwn(known, name) && (args[name] ?? null) === null;
  const nameOf = (name: string): string => {
    if (Object.hasOwn(known, name)) return name;
    const ours = Object.hasOwn(tool.otherNames, name) ? tool.otherNames[name] : undefined;
    if (ours !== undefined) return isOpen(ours) ? ours : name;
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
