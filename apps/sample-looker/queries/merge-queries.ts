import { type Api, param } from '../api.js';
import type { Instance } from '../instance.js';
import { acceptBody } from '../records/accept-body.js';

/** `create_merge_query` and `merge_query`: the definition is kept; results are merged by clients. */
export function registerMergeQueryRoutes(api: Api, instance: Instance): void {
  const { mergeQueries } = instance.content;
  api.post('/merge_queries', (call) => {
    const accepted = acceptBody(call, 'POST', '/merge_queries');
    return mergeQueries.add({
      source_queries: [],
      pivots: null,
      sorts: null,
      total: false,
      ...accepted,
      result_maker_id: null,
    });
  });
  api.get('/merge_queries/:merge_query_id', (call) => mergeQueries.get(param(call, 'merge_query_id')));
}
