import { randomUUID } from 'node:crypto';
import { type Api, type Call, isRecord, type LookerRecord } from '../api.js';
import type { Instance } from '../instance.js';
import { type Field, fieldsOf, findExplore, findModel } from '../models/fields.js';
import type { ExploreModel, LookmlModel } from '../models/model-types.js';
import { answerQuery } from '../queries/answer-query.js';
import { createQuery, presentQuery } from '../queries/query-routes.js';
import { acceptBody } from '../records/accept-body.js';
import type { StoredRecord } from '../records/collection.js';
import { type Viewer, viewerOf } from '../tokens.js';
import { workspaceModels } from '../workspaces/workspace-models.js';

const rowsMax = '20';
const dimensionsMax = 2;

interface Source {
  model: LookmlModel;
  explore: ExploreModel;
}

interface Reading extends Source {
  measure: Field;
  dimensions: Field[];
  /** How many words of the question the fields' labels cover. */
  score: number;
}

/**
 * A chat without a language model: the fields whose labels the question says are queried and the rows answered. As at Looker, whoever asks
 * stores what was said.
 */
export function registerChatRoutes(api: Api, instance: Instance): void {
  api.post('/conversational_analytics/chat', async (call) => {
    const { conversation_id: id, user_message: question } = acceptBody(call, 'POST', '/conversational_analytics/chat');
    const conversation = instance.content.conversations.get(id);
    const answer = await answerTo(instance, call, { conversation, question: String(question) });
    const timestamp = instance.clock().toISOString();
    return answer.map((systemMessage) => ({
      timestamp,
      systemMessage: { groupId: 0, ...systemMessage },
      messageId: randomUUID(),
    }));
  });
}

async function answerTo(
  instance: Instance,
  { token }: Call,
  { conversation, question }: { conversation: StoredRecord; question: string },
): Promise<LookerRecord[]> {
  const readings = sourcesOf(instance, token, conversation).flatMap((source) => readQuestion(source, question));
  const [best] = readings.sort((left, right) => right.score - left.score);
  if (best === undefined || best.score === 0) {
    return [{ text: { parts: ['I found no field that your question names.'], textType: 'FINAL_RESPONSE' } }];
  }
  const fields = [...best.dimensions, best.measure].map((field) => field.name);
  const sorts = [`${best.measure.name} desc`];
  const body = { model: best.model.name, view: best.explore.name, fields, sorts, limit: rowsMax };
  const query = presentQuery(instance, createQuery(instance, body, token.userId));
  const { body: rows } = await answerQuery(instance, body, {
    ...{ viewer: viewerOf(token), format: 'json', applyFormatting: false },
  });
  const datasource = { lookerExploreReference: { lookmlModel: best.model.name, explore: best.explore.name } };
  const schema = { fields: fields.map((name) => ({ name })) };
  const count = Array.isArray(rows) ? rows.length : 0;
  const text = `${best.measure.labelShort} of ${best.explore.label}: ${count} rows, the highest first.`;
  return [
    { schema: { query: { question }, result: { datasources: [datasource] } } },
    { data: { query: { question, name: 'result', datasources: [datasource] }, generatedLookerQuery: query } },
    { data: { result: { name: 'result', schema, data: rows } } },
    { text: { parts: [text], textType: 'FINAL_RESPONSE' } },
  ];
}

/** Those of the conversation, else of its agent, else all. */
function sourcesOf(instance: Instance, viewer: Viewer, conversation: StoredRecord): Source[] {
  const { content } = instance;
  const models = workspaceModels(instance, viewer);
  const named = [conversation.sources, content.agents.find(conversation.agent_id)?.sources]
    .map((sources) => (Array.isArray(sources) ? sources.filter(isRecord) : []))
    .find((sources) => sources.length > 0);
  if (named === undefined) return models.flatMap((model) => model.explores.map((explore) => ({ model, explore })));
  return named.flatMap((source) => {
    const model = findModel(models, String(source.model));
    const explore = model && findExplore(model, String(source.explore));
    return model && explore ? [{ model, explore }] : [];
  });
}

function readQuestion(source: Source, question: string): Reading[] {
  const asked = new Set(wordsOf(question));
  const scored = fieldsOf(source.explore)
    .map((field) => ({ field, score: scoreOf(field, asked) }))
    .sort((left, right) => right.score - left.score);
  const [measure] = scored.filter(({ field }) => field.kind === 'measure');
  if (measure === undefined) return [];
  const dimensions = scored
    .filter(({ field, score }) => field.kind === 'dimension' && score > 0)
    .slice(0, dimensionsMax);
  const score = [measure, ...dimensions].reduce((sum, part) => sum + part.score, 0);
  return [{ ...source, measure: measure.field, dimensions: dimensions.map(({ field }) => field), score }];
}

/** 0 unless the question says the whole label; a measure called Count also goes by its view's name. */
function scoreOf(field: Field, asked: ReadonlySet<string>): number {
  const label = wordsOf(field.labelShort);
  const words = label.join() === 'count' ? wordsOf(field.view.label) : label;
  return words.every((word) => asked.has(word)) ? words.length : 0;
}

/** In lower case and without the s of a plural. */
function wordsOf(text: string): string[] {
  return (text.toLowerCase().match(/[a-z]+/g) ?? []).map((word) => word.replace(/s$/, ''));
}
