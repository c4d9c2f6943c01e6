import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { type ArgumentEdits, described, hidden, terse, terseArguments } from '../../schema/argument-edit.js';

const area = 'conversational_analytics';

const conversationArguments: ArgumentEdits = { sources: terse, category: terse };

const deletion: ArgumentEdits = { id: described('Id, or several, comma-separated.'), fields: hidden };

export const conversationTools: readonly ResourceTools[] = [
  {
    resource: 'conversations',
    tags: ['conversations', area],
    tools: [
      {
        operation: 'search_conversations',
        method: 'search',
        about: 'Finds your own conversations with agents.',
        hint: 'Then list_all_looker_conversation_messages.',
        fields: 'id,name,category,agent_id,created_at,updated_at',
        edits: {
          ...terseArguments('id', 'category', 'sorts'),
          agent_id: described('Id of the agent, "null" or "not null".'),
          deleted: described('true: those in the trash.'),
        },
      },
      {
        operation: 'get_conversation',
        method: 'get',
        about: 'Gets one of your conversations.',
        hint: 'What was said: list_all_looker_conversation_messages.',
        fields: 'id,name,category,sources,agent_id,created_at,updated_at,deleted',
      },
      {
        operation: 'create_conversation',
        method: 'create',
        about: 'Starts a conversation with an agent.',
        hint: 'Find the agent with looker_agents_search. Then ask with looker_conversations_chat.',
        required: ['name'],
        only: ['name', 'category', 'sources', 'agent_id'],
        edits: { ...conversationArguments, fields: hidden },
      },
      {
        operation: 'update_conversation',
        method: 'update',
        about: 'Changes the named properties of a conversation.',
        hint: 'Find its id with looker_conversations_search.',
        only: ['name', 'category', 'sources', 'agent_id', 'deleted'],
        edits: {
          ...conversationArguments,
          deleted: described('true moves it to the trash, false restores it.'),
          fields: hidden,
        },
      },
      {
        operation: 'delete_conversation',
        method: 'delete',
        about: 'Deletes conversations for good, with their messages.',
        hint: 'To be able to undo it, use update_a_looker_conversation_by_id with deleted: true.',
        edits: deletion,
      },
      // Looker stores neither the question nor the answer: its documentation leaves that to create_conversation_message.
      {
        operation: 'conversational_analytics_chat',
        method: 'chat',
        effect: 'read',
        title: 'Ask an agent',
        about: 'Asks the agent of a conversation and answers what it says. Nothing is stored.',
        hint: 'Store question and answer with create_a_looker_conversation_message, or the next question lacks them.',
        edits: { user_message: described('The question.'), conversation_id: terse },
      },
    ],
  },
  {
    resource: 'conversation_messages',
    tags: ['conversation_messages', area],
    tools: [
      {
        operation: 'all_conversation_messages',
        method: 'list',
        about: 'Lists the messages of a conversation.',
        hint: 'Find the conversation with looker_conversations_search.',
        fields: 'id,type,order,message',
      },
      {
        operation: 'get_conversation_message',
        method: 'get',
        about: 'Gets one message of a conversation.',
        hint: 'All of them: list_all_looker_conversation_messages.',
        fields: 'id,type,order,message',
      },
      {
        operation: 'create_conversation_message',
        method: 'create',
        about: 'Stores messages at the end of a conversation.',
        hint: 'Use it after looker_conversations_chat: your question first, then what the agent said.',
        required: ['messages'],
        edits: {
          messages: {
            schema: {
              type: 'array',
              items: {
                type: 'object',
                properties: { type: { type: 'string' }, message: { type: 'object' } },
                required: ['type', 'message'],
              },
              description: 'In order, as list_all_looker_conversation_messages answers them.',
            },
          },
          fields: hidden,
        },
      },
      {
        operation: 'update_conversation_message',
        method: 'update',
        about: 'Changes a stored message of a conversation.',
        hint: 'Find it with list_all_looker_conversation_messages.',
        edits: { fields: hidden },
      },
      {
        operation: 'delete_conversation_message',
        method: 'delete',
        about: 'Deletes messages of a conversation for good.',
        hint: 'Find their ids with list_all_looker_conversation_messages.',
        edits: deletion,
      },
    ],
  },
];
