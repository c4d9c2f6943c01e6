import { isRecord } from '../../../../values/is-record.js';
import type { JsonSchema } from '../../../catalogue/operation.js';
import { type TaskTool, writtenTask } from '../../../catalogue/task-tool.js';
import type { ToolCall } from '../../../catalogue/tool.js';
import { briefResult } from '../../../run/brief-answer.js';
import { withoutNulls } from '../../../run/deleted-answer.js';
import { listContent, partOf } from '../../../run/listed-content.js';
import { valueResult } from '../../../run/tool-answer.js';
import { refusedResult } from '../../../run/tool-result.js';
import { lookerPath } from '../../../schema/path-segment.js';

export const exploresSchema = {
  type: 'array',
  items: {
    type: 'object',
    properties: { model: { type: 'string' }, explore: { type: 'string' } },
    required: ['model', 'explore'],
    additionalProperties: false,
  },
  minItems: 1,
  maxItems: 5,
  description: 'E.g. [{"model":"ecommerce","explore":"orders"}].',
} as const satisfies JsonSchema;

const settings = {
  name: { type: 'string', minLength: 1 },
  description: { type: 'string', description: 'What it is for.' },
  explores: exploresSchema,
  instructions: { type: 'string', description: 'What it should know and heed, e.g. "Revenue is in US dollars."' },
  code_interpreter: { type: 'boolean', description: 'true: may run Python.' },
} as const satisfies Readonly<Record<string, JsonSchema>>;
const agentId = { agent_id: { type: 'string' } } as const;
const otherNames = { sources: 'explores', explore_references: 'explores' };

interface AgentSettings {
  readonly name?: string | undefined;
  readonly description?: string | undefined;
  readonly explores?: readonly unknown[] | undefined;
  readonly instructions?: string | undefined;
  readonly code_interpreter?: boolean | undefined;
  readonly deleted?: boolean | undefined;
}

/** The settings as Looker has them (`WriteAgent`): those that were given. */
function agentBody({ explores, instructions, ...rest }: AgentSettings): Readonly<Record<string, unknown>> {
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  return {
    ...Object.fromEntries(given),
    ...(explores !== undefined && { sources: explores }),
    ...(instructions !== undefined && { context: { instructions } }),
  };
}

/** An agent in brief, with what to do next. Looker takes explores that there are not. */
function changedAgent(call: ToolCall, body: unknown) {
  const isLost = isRecord(body) && body.has_inaccessible_source === true;
  const next = isLost
    ? 'It does not reach one of its explores, so that it cannot answer: see get_model, then update_agent.'
    : 'Ask it with ask_agent.';
  return briefResult(call, body, { properties: ['name', 'deleted'], next });
}

const CHANGED = { fields: 'id,name,deleted,has_inaccessible_source' };

export const agentTasks: readonly TaskTool[] = [
  writtenTask({
    name: 'list_agents',
    about: 'Lists the agents of Conversational Analytics, each with its explores.',
    hint: 'Then ask_agent.',
    mayActAs: true,
    arguments: { name: { type: 'string', description: 'A part of the name.' } },
    needs: ['search_agents'],
    run: (call, args) =>
      listContent(call, args, {
        path: '/agents/search',
        query: { name: args.name === undefined ? undefined : partOf(args.name) },
        brief: { properties: ['name', 'description', 'sources', 'created_by_name'] },
        pagedBy: 'looker',
      }),
  }),
  writtenTask({
    name: 'get_agent',
    about: 'Gets an agent with its explores, instructions and example questions.',
    hint: 'Find its id with list_agents.',
    mayActAs: true,
    arguments: agentId,
    required: ['agent_id'],
    needs: ['get_agent'],
    run: async (call, { agent_id }) => {
      const names =
        'id,name,description,sources,context,golden_queries,code_interpreter,has_inaccessible_source,created_by_name';
      const fields = names.replace('golden_queries', 'golden_queries(id,questions,answer)');
      const path = lookerPath`/agents/${agent_id}`;
      const { body } = await call.send({ verb: 'GET', path, query: { fields } });
      const { context, ...agent } = withoutNulls(body, names);
      return valueResult({ ...agent, ...(isRecord(context) && { instructions: context.instructions }) });
    },
  }),
  writtenTask({
    name: 'create_agent',
    about: 'Makes an agent of Conversational Analytics that answers questions about up to five explores.',
    hint: 'Explores: get_model.',
    mayActAs: true,
    arguments: settings,
    required: ['name', 'description', 'explores'],
    otherNames,
    needs: ['create_agent'],
    run: async (call, args) =>
      changedAgent(
        call,
        (await call.send({ verb: 'POST', path: '/agents', query: CHANGED, body: agentBody(args) })).body,
      ),
  }),
  writtenTask({
    name: 'update_agent',
    about: 'Changes the named settings of an agent, or moves it into the trash and back.',
    hint: 'Present ones: get_agent.',
    mayActAs: true,
    arguments: {
      ...agentId,
      ...settings,
      deleted: { type: 'boolean', description: 'true: into the trash; false: back.' },
    },
    required: ['agent_id'],
    otherNames,
    needs: ['update_agent'],
    run: async (call, { agent_id, ...changes }) => {
      const body = agentBody(changes);
      if (Object.keys(body).length === 0)
        return refusedResult('Nothing to change: pass at least one setting, such as instructions or explores.');
      const path = lookerPath`/agents/${agent_id}`;
      return changedAgent(call, (await call.send({ verb: 'PATCH', path, query: CHANGED, body })).body);
    },
  }),
  writtenTask({
    name: 'delete_agent',
    about: 'Deletes an agent for good. What was said with it stays in its conversations.',
    hint: 'To be able to undo it: update_agent with deleted: true.',
    mayActAs: true,
    arguments: agentId,
    required: ['agent_id'],
    needs: ['delete_agent', 'get_agent'],
    run: async (call, { agent_id: id }) => {
      const fields = 'id,name';
      const { body } = await call.send({ verb: 'GET', path: lookerPath`/agents/${id}`, query: { fields } });
      await call.send({ verb: 'DELETE', path: '/agents', query: { id } });
      return valueResult({ deleted: withoutNulls(body, fields) });
    },
  }),
];
