import { randomBytes } from 'node:crypto';
import { type Api, bodyRecord, type Call, isRecord, type LookerRecord, param } from '../api.js';
import { completeRecord, requiredOf, writableOf } from '../catalogue/described-records.js';
import { findOperation } from '../catalogue/looker-catalogue.js';
import type { Instance } from '../instance.js';
import { badRequest, notFound } from '../looker-errors.js';
import { acceptProperties } from '../records/writable.js';
import { readSize } from '../rendering/rasterize.js';
import { visibleModel } from '../system-activity/visible-model.js';
import { answerQuery, defaultImageSize, type QueryOptions } from './answer-query.js';

const slugLength = 22;

/**
 * Stores a query as Looker does: the same text always, no check of its fields until it runs. Throws a 404 for a model that
 * is not there for the user; null is nobody in particular, for whom Looker's own model is not there.
 */
export function createQuery(instance: Instance, body: LookerRecord, userId: string | null): LookerRecord {
  const operation = findOperation('POST', '/queries');
  const accepted = acceptProperties(body, writableOf(operation), requiredOf(operation));
  if (visibleModel(instance, String(accepted.model), userId) === undefined) throw notFound();
  return instance.content.queries.add({ ...accepted, slug: newSlug() });
}

/** A stored query in the shape of Looker's `Query`. */
export function presentQuery(instance: Instance, query: LookerRecord): LookerRecord {
  const shareUrl = `${instance.origin()}/x/${query.slug}`;
  return completeRecord('Query', {
    total: false,
    ...query,
    client_id: query.client_id ?? query.slug,
    url: `/explore/${query.model}/${query.view}?qid=${query.slug}`,
    share_url: shareUrl,
    expanded_share_url: shareUrl,
    has_table_calculations: String(query.dynamic_fields ?? '').includes('table_calculation'),
    can: { run: true, see_results: true, explore: true, create: true, show: true, download: true },
  });
}

/**
 * Who runs a query, with `limit`, `apply_formatting`, `force_production`, the size of a picture and the format. The
 * workspace is that of the session now, also for a query that runs later.
 */
export function runOptions(call: Call, format: string): QueryOptions {
  const { limit, apply_formatting: applyFormatting, image_width: width, image_height: height } = call.query;
  const isForced = call.query.force_production === 'true';
  const isSized = width !== undefined || height !== undefined;
  return {
    viewer: { userId: call.token.userId, workspaceId: isForced ? 'production' : call.token.workspaceId },
    format,
    limit,
    applyFormatting: applyFormatting === 'true',
    ...(isSized ? { imageSize: readSize(width ?? defaultImageSize.width, height ?? defaultImageSize.height) } : {}),
  };
}

export function newSlug(): string {
  return randomBytes(24).toString('base64url').replace(/[-_]/g, 'x').slice(0, slugLength);
}

export function registerQueryRoutes(api: Api, instance: Instance): void {
  const { queries } = instance.content;
  const present = (query: LookerRecord) => presentQuery(instance, query);

  api.post('/queries', (call) => present(createQuery(instance, bodyRecord(call), call.token.userId)));
  api.get('/queries/:query_id', (call) => present(queries.get(param(call, 'query_id'))));
  api.get('/queries/slug/:slug', (call) => {
    const found = queries.all().find((query) => query.slug === param(call, 'slug'));
    if (found === undefined) throw notFound();
    return present(found);
  });
  api.get('/queries/:query_id/run/:result_format', (call) =>
    answerQuery(instance, queries.get(param(call, 'query_id')), runOptions(call, param(call, 'result_format'))),
  );
  api.post('/queries/run/:result_format', (call) =>
    answerQuery(instance, bodyRecord(call), runOptions(call, param(call, 'result_format'))),
  );
  api.post('/queries/run_inline', (call) => {
    const body = bodyRecord(call);
    if (!isRecord(body.query)) throw badRequest('The body needs a query.');
    const renderOptions = isRecord(body.render_options) ? body.render_options : {};
    return answerQuery(instance, body.query, runOptions(call, String(renderOptions.format ?? 'json')));
  });
  api.get('/queries/models/:model_name/views/:view_name/run/:result_format', (call) =>
    answerQuery(instance, queryOfUrl(call), runOptions(call, param(call, 'result_format'))),
  );
}

/** `run_url_encoded_query`: `fields=a,b&f[a]=x&sorts=a desc&limit=10`. */
function queryOfUrl(call: Call): LookerRecord {
  const list = (name: string) => (call.query[name] ?? '').split(',').filter((entry) => entry !== '');
  const filters = Object.entries(call.query).flatMap(([name, value]) => {
    const field = /^f\[(.+)\]$/.exec(name)?.[1];
    return field === undefined ? [] : [[field, value] as const];
  });
  return {
    model: param(call, 'model_name'),
    view: param(call, 'view_name'),
    fields: list('fields'),
    pivots: list('pivots'),
    sorts: list('sorts'),
    filters: Object.fromEntries(filters),
    limit: call.query.limit ?? null,
  };
}
