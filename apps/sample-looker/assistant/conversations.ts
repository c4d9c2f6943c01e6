import { type Api, type Call, isRecord, type LookerRecord, noContent, param } from '../api.js';
import type { Instance } from '../instance.js';
import { badRequest, notFound } from '../looker-errors.js';
import { findExplore, findModel } from '../models/fields.js';
import { displayNameOf } from '../people/user-summary.js';
import { acceptBody } from '../records/accept-body.js';
import type { Collection, StoredRecord } from '../records/collection.js';
import {
  type DescribedCollection,
  presentDescribed,
  registerDescribedCollections,
} from '../records/described-collections.js';
import { acceptProperties } from '../records/writable.js';
import { goldenQueries } from './golden-queries.js';

/** Looker's `Agent`s: an assistant with a name, the explores it answers from, and instructions. */
export const agents: DescribedCollection = {
  records: 'agents',
  type: 'Agent',
  path: '/agents',
  required: ['name'],
  unique: ['name'],
  seed: [
    {
      name: 'Shop Assistant',
      description: 'Answers questions about orders and customers',
      created_by_user_id: '1',
      sources: [{ model: 'ecommerce', explore: 'orders' }],
      golden_query_ids: [1],
      context: { instructions: 'Revenue is in US dollars.' },
      created_at: '2026-01-01T00:00:00.000Z',
    },
  ],
  defaults: (call, { clock }) => ({ created_by_user_id: call.token.userId, created_at: clock().toISOString() }),
  check: (properties, { clock }) => ({ ...properties, updated_at: clock().toISOString() }),
  isListed: (agent, { query }) =>
    (query.deleted !== undefined || agent.deleted !== true) &&
    (query.primary_agent_id === undefined ||
      (isRecord(agent.workflow_params) && agent.workflow_params.primary_agent === query.primary_agent_id)),
  computed: (agent, instance, call) => {
    const { content, models } = instance;
    const creator = content.users.find(agent.created_by_user_id);
    const ids = Array.isArray(agent.golden_query_ids) ? agent.golden_query_ids : [];
    const golden = ids.flatMap((id) => content.goldenQueries.find(id) ?? []);
    const sources = Array.isArray(agent.sources) ? agent.sources.filter(isRecord) : [];
    return {
      created_by_name: displayNameOf(creator),
      created_by_first_name: creator?.first_name,
      created_by_last_name: creator?.last_name,
      golden_queries: golden.map((record) => presentDescribed(goldenQueries, record, instance, call)),
      content_metadata_id: `a${agent.id}`,
      has_inaccessible_source: sources.some(({ model, explore }) => {
        const found = findModel(models, String(model));
        return found === undefined || findExplore(found, String(explore)) === undefined;
      }),
    };
  },
};

const conversations: DescribedCollection = {
  records: 'conversations',
  type: 'Conversation',
  path: '/conversations',
  writable: { name: 'string', category: 'string', sources: 'list', agent_id: 'id', deleted: 'boolean' },
  references: { agent_id: 'agents' },
  defaults: (call, { clock }) => ({
    name: 'New conversation',
    user_id: call.token.userId,
    created_at: clock().toISOString(),
  }),
  check: (properties, { clock }) => ({ ...properties, updated_at: clock().toISOString() }),
  isListed: (conversation, { query, token }) =>
    conversation.user_id === token.userId && (query.deleted !== undefined || conversation.deleted !== true),
  computed: (conversation, instance, call) => {
    const { content } = instance;
    const agent = content.agents.find(conversation.agent_id);
    const of = content.conversationMessages.where('conversation_id', conversation.id);
    return {
      messages: of.map((message) => presentDescribed(messages, message, instance, call)),
      missing_agent: typeof conversation.agent_id === 'string' && agent === undefined,
      ...(agent && { conversation_agent: presentDescribed(agents, agent, instance, call) }),
    };
  },
};

const messages: DescribedCollection = {
  records: 'conversationMessages',
  type: 'ConversationMessage',
  path: '/conversations/{conversation_id}/messages',
  parent: { records: 'conversations', property: 'conversation_id' },
  writable: { message: 'object', type: 'string' },
  without: ['create'],
};

/** Adds a message at the end of a conversation. */
function addMessage({ content }: Instance, conversation: StoredRecord, message: LookerRecord): StoredRecord {
  const earlier = content.conversationMessages.where('conversation_id', conversation.id);
  const order = Math.max(0, ...earlier.map((other) => Number(other.order))) + 1;
  return content.conversationMessages.add({ ...message, conversation_id: conversation.id, order });
}

/** Agents, golden queries, conversations and their messages. */
export function registerConversationRoutes(api: Api, instance: Instance): void {
  registerDescribedCollections(api, instance, [goldenQueries, agents, conversations, messages]);
  const { content } = instance;
  const messagesOf = (id: string) => content.conversationMessages.where('conversation_id', id);
  api.delete('/agents', (call) => removeNamed(call, content.agents));
  api.delete('/conversations', (call) =>
    removeNamed(call, content.conversations, ({ id }) => {
      for (const message of messagesOf(id)) content.conversationMessages.remove(message.id);
    }),
  );
  const path = '/conversations/:conversation_id/messages';
  api.delete(path, (call) => {
    const conversation = content.conversations.get(param(call, 'conversation_id'));
    return removeNamed(call, content.conversationMessages, (message) => {
      if (message.conversation_id !== conversation.id) throw notFound();
    });
  });
  api.post(path, (call) => {
    const conversation = content.conversations.get(param(call, 'conversation_id'));
    const body = acceptBody(call, 'POST', '/conversations/{conversation_id}/messages', ['messages']);
    const wanted = Array.isArray(body.messages) ? body.messages : [];
    const accepted = wanted.map((message) =>
      acceptProperties(isRecord(message) ? message : {}, { message: 'object', type: 'string' }, ['message', 'type']),
    );
    return accepted.map((message) =>
      presentDescribed(messages, addMessage(instance, conversation, message), instance, call),
    );
  });
}

/** Removes the records whose ids `id=1,2` lists: all of them, or none when one is missing. */
function removeNamed(call: Call, collection: Collection, beforeRemove?: (record: StoredRecord) => void) {
  if (call.query.id === undefined || call.query.id === '') throw badRequest('id is required.');
  const named = call.query.id.split(',').map((id) => collection.get(id.trim()));
  for (const record of named) beforeRemove?.(record);
  for (const record of named) collection.remove(record.id);
  return noContent;
}
