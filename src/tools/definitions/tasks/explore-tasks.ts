import { isRecord, type JsonRecord } from '../../../values/is-record.js';
import { type TaskTool, taskGroup, writtenTask } from '../../catalogue/task-tool.js';
import type { Args, FieldCategory, ToolCall } from '../../catalogue/tool.js';
import { withoutNulls } from '../../run/deleted-answer.js';
import { suggestValues } from '../../run/field-suggestions.js';
import { listResult, recordsOf } from '../../run/list-answer.js';
import { valueResult } from '../../run/tool-answer.js';
import type { ToolResult } from '../../run/tool-result.js';
import { described } from '../../schema/argument-edit.js';
import { lookerPath } from '../../schema/path-segment.js';

const asSeen = { workspace: 'production' } as const;
const hiddenToo = { include_hidden: { type: 'boolean', description: 'true: hidden ones too.' } } as const;
const ofExplore = {
  arguments: { model_name: { type: 'string' }, explore_name: { type: 'string' }, ...hiddenToo },
  required: ['model_name', 'explore_name'],
  needs: ['lookml_model_explore'],
  answersRows: true,
  paged: true,
} as const;

/** A listing of the fields of one category. */
const fieldList = (task: Pick<TaskTool, 'alsoNamed' | 'about' | 'hint'> & { name: string }, category: FieldCategory) =>
  writtenTask({ ...task, ...asSeen, ...ofExplore, run: (call, args) => call.fields.list(args, category) });

const models: readonly TaskTool[] = [
  writtenTask({
    ...asSeen,
    name: 'list_models',
    alsoNamed: ['get_models'],
    about: 'Lists the LookML models that have explores.',
    hint: 'Explores of one: get_model. With words for what is sought: search_fields.',
    arguments: {
      ...hiddenToo,
      include_internal: { type: 'boolean', description: 'true: system__activity too, with the use of Looker itself.' },
    },
    needs: ['all_lookml_models'],
    run: async (call, { include_hidden: withHidden, include_internal: withInternal, ...args }) => {
      const query = {
        fields: 'name,label',
        ...(withHidden !== true && { exclude_empty: 'true', exclude_hidden: 'true' }),
        ...(withInternal === true && { include_internal: 'true' }),
      };
      const { body } = await call.send({ verb: 'GET', path: '/lookml_models', query });
      return listResult(call, args, recordsOf(body).map(named));
    },
  }),
  writtenTask({
    ...asSeen,
    name: 'get_model',
    alsoNamed: ['get_explores'],
    about: 'Gets a LookML model with its explores.',
    hint: 'Fields of one: get_explore.',
    arguments: { model_name: { type: 'string' }, ...hiddenToo },
    required: ['model_name'],
    needs: ['lookml_model'],
    run: async (call, { model_name: model, include_hidden: withHidden }) => {
      const fields = 'name,label,project_name,allowed_db_connection_names,explores(name,label,description,hidden)';
      const path = lookerPath`/lookml_models/${model}`;
      const { body } = await call.send({ verb: 'GET', path, query: { fields } });
      const { project_name: project, allowed_db_connection_names: connections, explores } = isRecord(body) ? body : {};
      const shown = recordsOf(explores).filter(({ hidden }) => withHidden === true || hidden !== true);
      const head = isRecord(body) ? named(body) : {};
      return valueResult({ ...head, project, connections, explores: shown.map(named) }, shown.length);
    },
  }),
];

const explores: readonly TaskTool[] = [
  writtenTask({
    ...asSeen,
    ...ofExplore,
    name: 'get_explore',
    about: 'Gets an explore: its joins and all of its fields.',
    hint: 'Its field names are for query.',
    run: async (call, args) => {
      const [listed, about] = await Promise.all([call.fields.list(args), aboutExplore(call, args)]);
      return withHead(listed, about);
    },
  }),
  writtenTask({
    ...asSeen,
    name: 'search_fields',
    effect: 'read',
    about: 'Finds dimensions, measures, filters and parameters by words, in one explore or in all.',
    hint: 'The first step to query.',
    arguments: {
      query: { type: 'string', description: 'Words, e.g. "revenue month state".' },
      model: { type: 'string' },
      explore: { type: 'string' },
      fresh: { type: 'boolean', description: 'true: reads LookML anew that was changed outside of this server.' },
    },
    answersRows: true,
    isFirstStep: true,
    paged: true,
    needs: ['all_lookml_models', 'lookml_model_explore'],
    run: (call, args) => call.fields.search(args),
  }),
  fieldList(
    {
      name: 'list_dimensions',
      alsoNamed: ['get_dimensions'],
      about: 'Lists the dimensions of an explore.',
      hint: 'Values of one: get_field_value_suggestions.',
    },
    'dimension',
  ),
  fieldList(
    { name: 'list_measures', alsoNamed: ['get_measures'], about: 'Lists the measures of an explore.' },
    'measure',
  ),
  fieldList(
    { name: 'list_filters', alsoNamed: ['get_filters'], about: 'Lists the filter-only fields of an explore.' },
    'filter',
  ),
  fieldList(
    {
      name: 'list_parameters',
      alsoNamed: ['get_parameters'],
      about: 'Lists the parameters of an explore, with their values.',
      hint: 'They are set among the filters of query.',
    },
    'parameter',
  ),
  {
    ...asSeen,
    name: 'get_field_value_suggestions',
    operation: 'model_fieldname_suggestions',
    about: 'Lists values that a field holds, optionally those that contain term.',
    hint: 'For filters as the data spells them.',
    pathNames: { view_name: 'explore_name' },
    otherNames: { field: 'field_name' },
    edits: {
      model_name: { schema: { description: '' } },
      view_name: { schema: { description: '' } },
      field_name: described('E.g. "users.state".'),
      term: { schema: { description: '' } },
      filters: described('Other fields to filter by: field -> filter expression.', {
        type: 'object',
        additionalProperties: { type: 'string' },
      }),
    },
    run: suggestValues,
  },
];

const connections: readonly TaskTool[] = [
  writtenTask({
    name: 'list_connections',
    alsoNamed: ['get_connections'],
    about: 'Lists the database connections of Looker.',
    hint: 'Then list_schemas.',
    arguments: {},
    needs: ['all_connections'],
    run: async (call, args) => {
      const fields = 'name,dialect_name,database,schema';
      const query = { fields: `${fields},dialect(supports_multiple_databases)` };
      const { body } = await call.send({ verb: 'GET', path: '/connections', query });
      const line = (record: JsonRecord) => ({
        ...withoutNulls(record, fields),
        ...(isRecord(record.dialect) &&
          record.dialect.supports_multiple_databases === true && { has_several_databases: true }),
      });
      return listResult(call, args, recordsOf(body).map(line));
    },
  }),
];

/** A model or explore in few words: what its name says is not said again. */
function named({ name, label, description, hidden }: JsonRecord) {
  const isNew = (text: unknown, other: unknown) =>
    typeof text === 'string' && text !== '' && lettersOf(text) !== lettersOf(other);
  return {
    name,
    ...(isNew(label, name) && { label }),
    ...(isNew(description, name) && isNew(description, label) && { description }),
    ...(hidden === true && { hidden }),
  };
}

const lettersOf = (text: unknown) =>
  String(text)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** What is worth telling of an explore beside its fields, on its first page (Looker operation `lookml_model_explore`). */
async function aboutExplore(call: ToolCall, args: Args): Promise<Readonly<Record<string, unknown>>> {
  if (args.next_cursor !== undefined) return {};
  const path = lookerPath`/lookml_models/${String(args.model_name)}/explores/${String(args.explore_name)}`;
  const query = { fields: 'name,label,description,joins(name,relationship)' };
  const { body } = await call.send({ verb: 'GET', path, query });
  const explore = isRecord(body) ? body : {};
  const joins = recordsOf(explore.joins).map(({ name, relationship }) => [name, relationship]);
  return { ...named(explore), ...(joins.length > 0 && { joins: Object.fromEntries(joins) }) };
}

/** An answer with more at its head, for models and for programs. */
function withHead(result: ToolResult, head: Readonly<Record<string, unknown>>): ToolResult {
  if (result.isError || Object.keys(head).length === 0) return result;
  const [first, ...others] = result.content;
  const text = `${JSON.stringify(head)}\n${first?.kind === 'text' ? first.text : ''}`;
  return { ...result, content: [{ kind: 'text', text }, ...others], structured: { ...head, ...result.structured } };
}

export const exploreTasks = taskGroup('explore', [...models, ...explores, ...connections]);
