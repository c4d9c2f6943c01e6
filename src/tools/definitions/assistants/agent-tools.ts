import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { type ArgumentEdits, described, hidden, terse, terseArguments } from '../../schema/argument-edit.js';

const area = 'conversational_analytics';

const agentArguments: ArgumentEdits = {
  sources: { schema: { description: 'Explores it may ask, e.g. [{"model":"ecommerce","explore":"orders"}].' } },
  golden_query_ids: described('Ids made by create_a_looker_golden_query.'),
  code_interpreter: described('true: may run Python.'),
  context: terse,
  category: terse,
};

const agentOnly = ['name', 'description', 'category', 'sources', 'golden_query_ids', 'context', 'code_interpreter'];

const goldenQueryArguments: ArgumentEdits = {
  questions: described('The question in several wordings.'),
  answer: described('URL of the explore that answers it.'),
  is_active: described('false: agents leave it out.'),
};

export const agentTools: readonly ResourceTools[] = [
  {
    resource: 'agents',
    tags: ['agents', area],
    tools: [
      {
        operation: 'search_agents',
        method: 'search',
        about: 'Finds the agents that answer questions about data in Conversational Analytics.',
        hint: 'Then create_a_looker_conversation with the id of one.',
        fields: 'id,name,description,category,sources(model,explore),created_by_name',
        edits: {
          ...terseArguments('id', 'category', 'sorts'),
          primary_agent_id: hidden,
          deleted: described('true: those in the trash.'),
        },
      },
      {
        operation: 'get_agent',
        method: 'get',
        about: 'Gets one agent with its instructions and sources.',
        hint: 'Find its id with looker_agents_search.',
        fields:
          'id,name,description,category,sources,context,golden_queries(id,questions,answer),code_interpreter,deleted',
      },
      {
        operation: 'create_agent',
        method: 'create',
        about: 'Creates an agent that answers questions about some explores.',
        hint: 'Then talk to it: create_a_looker_conversation, looker_conversations_chat.',
        required: ['name', 'description', 'sources'],
        only: [...agentOnly, 'workflow_params'],
        edits: {
          ...agentArguments,
          workflow_params: {
            ...described('Of an agent that runs by itself: primary_agent, polling_frequency_cron, destination.'),
            brief: true,
          },
          fields: hidden,
        },
      },
      {
        operation: 'update_agent',
        method: 'update',
        about: 'Changes the named properties of an agent.',
        hint: 'Find its id with looker_agents_search.',
        only: [...agentOnly, 'deleted'],
        edits: {
          ...agentArguments,
          deleted: described('true moves it to the trash, false restores it.'),
          fields: hidden,
        },
      },
      {
        operation: 'delete_agent',
        method: 'delete',
        about: 'Deletes agents for good.',
        hint: 'To be able to undo it, use update_a_looker_agent_by_id with deleted: true.',
        edits: { id: described('Id, or several, comma-separated.'), fields: hidden },
      },
    ],
  },
  {
    resource: 'golden_queries',
    tags: ['golden_queries', area],
    tools: [
      {
        operation: 'create_golden_query',
        method: 'create',
        about: 'Creates a golden query: a question with the explore URL that answers it, as an example for agents.',
        hint: 'Then name its id in golden_query_ids of update_a_looker_agent_by_id.',
        required: ['questions', 'answer'],
        edits: goldenQueryArguments,
      },
      {
        operation: 'update_golden_query',
        method: 'update',
        about: 'Changes the named properties of a golden query.',
        hint: 'Find its id with get_single_looker_agent_by_id.',
        edits: terseArguments('questions', 'answer', 'is_active'),
      },
      {
        operation: 'delete_golden_query',
        method: 'delete',
        about: 'Deletes a golden query for good.',
        hint: 'To have agents leave it out only, use update_a_looker_golden_query_by_id with is_active: false.',
      },
    ],
  },
];
