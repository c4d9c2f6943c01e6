import type { LookerRecord } from '../api.js';
import type { Instance } from '../instance.js';
import { invalid } from '../looker-errors.js';
import { findExplore, findModel } from '../models/fields.js';
import type { DescribedCollection } from '../records/described-collections.js';

/** Questions with the explore address that answers them. */
export const goldenQueries: DescribedCollection = {
  records: 'goldenQueries',
  type: 'GoldenQuery',
  path: '/golden_queries',
  required: ['questions', 'answer'],
  seed: [
    {
      questions: ['Which states order most?'],
      answer: '/explore/ecommerce/orders?fields=users.state,orders.count&sorts=orders.count+desc&limit=10',
      is_active: true,
      created_by_user_id: '1',
      created_at: '2026-01-01T00:00:00.000Z',
    },
  ],
  defaults: (call, { clock }) => ({
    is_active: true,
    created_by_user_id: call.token.userId,
    created_at: clock().toISOString(),
  }),
  check: (properties, instance, record) => {
    if (properties.answer !== undefined && queryOf(instance, properties.answer) === undefined) {
      throw invalid('answer', 'This field must be the address of a known explore.');
    }
    return record === undefined ? properties : { ...properties, last_updated_at: instance.clock().toISOString() };
  },
  computed: (record, instance) => queryOf(instance, record.answer) ?? {},
};

/** The query of `/explore/model/explore?fields=a,b&f[c]=d&sorts=…` or of `…?qid=slug`. */
function queryOf(instance: Instance, answer: unknown): LookerRecord | undefined {
  if (!URL.canParse(String(answer), instance.origin())) return undefined;
  const url = new URL(String(answer), instance.origin());
  const [, modelName = '', exploreName = ''] = /^\/explore\/([^/]+)\/([^/]+)$/.exec(url.pathname) ?? [];
  const model = findModel(instance.models, modelName);
  if (model === undefined || findExplore(model, exploreName) === undefined) return undefined;
  const stored = instance.content.queries.where('slug', url.searchParams.get('qid'))[0];
  const list = (name: string) => url.searchParams.get(name)?.split(',') ?? [];
  const filters = [...url.searchParams].flatMap(([name, value]) => {
    const field = /^f\[(.+)\]$/.exec(name)?.[1];
    return field === undefined ? [] : [[field, value] as const];
  });
  const {
    fields = list('fields'),
    sorts = list('sorts'),
    limit = url.searchParams.get('limit'),
  }: LookerRecord = stored ?? {};
  return {
    ...{ model: modelName, explore: exploreName, fields, sorts, limit },
    ...(stored && { query_id: stored.id, client_id: stored.slug }),
    filters: stored?.filters ?? Object.fromEntries(filters),
  };
}
