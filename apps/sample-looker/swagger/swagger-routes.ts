import { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { isRecord, type LookerRecord } from '../api.js';
import { catalogue } from '../catalogue/looker-catalogue.js';
import type { Instance } from '../instance.js';
import { notFound } from '../looker-errors.js';
import { swaggerDocument } from './swagger-document.js';

/** A path that the description has besides Looker's own: its operations, by verb, as Swagger describes them. */
export interface AddedPath {
  /** e.g. `/beta_things/{thing_id}`. */
  path: string;
  [verb: string]: object | string;
}

/** How an instance's description of itself differs from the one of the release. */
export interface SwaggerOptions {
  /** Ids of operations that this instance does not have: they are not described, and calls answer 404. */
  without?: readonly string[];
  /** Further paths. Each of their operations answers 200 with what it was called with. */
  add?: readonly AddedPath[];
  /** Served word for word instead of a description. */
  body?: string;
  /** The description is filled up with spaces to at least this many bytes. */
  sizeBytes?: number;
  /** Whether the description is served to logged in callers only. */
  needsLogin?: boolean;
}

const verbs = ['get', 'post', 'put', 'patch', 'delete'] as const;
const paddingChunk = ' '.repeat(65_536);

/** `swagger.json` and `api_spec`: what an instance says about its own API. */
export function registerSwaggerRoutes(scope: FastifyInstance, instance: Instance, options: SwaggerOptions): void {
  let text: string | undefined;
  const describe = () => {
    text ??= options.body ?? JSON.stringify(revised(swaggerDocument(catalogue(), instance.origin()), options));
    return text;
  };
  const send = (reply: FastifyReply) => {
    const bytes = Buffer.from(describe());
    const paddingBytes = Math.max(0, (options.sizeBytes ?? 0) - bytes.length);
    reply.type('application/json; charset=utf-8').header('content-length', bytes.length + paddingBytes);
    return reply.send(paddingBytes === 0 ? bytes : Readable.from(padded(bytes, paddingBytes)));
  };
  if (options.without !== undefined) hideOperations(scope, options.without);
  scope.get('/swagger.json', (request, reply) => {
    if (options.needsLogin === true) instance.tokens.ofRequest(request);
    return send(reply);
  });
  scope.get<{ Params: { version: string; name: string } }>('/api_spec/:version/:name', (request, reply) => {
    instance.tokens.ofRequest(request);
    if (request.params.version !== '4.0' || request.params.name !== 'swagger.json') throw notFound();
    return send(reply);
  });
  for (const added of options.add ?? []) answerAdded(scope, instance, added);
}

function* padded(bytes: Buffer, paddingBytes: number): Generator<Buffer | string> {
  yield bytes;
  for (let left = paddingBytes; left > 0; left -= paddingChunk.length) yield paddingChunk.slice(0, left);
}

function revised(document: LookerRecord, { without = [], add = [] }: SwaggerOptions): LookerRecord {
  const paths: Record<string, LookerRecord> = {};
  for (const [path, item] of Object.entries(isRecord(document.paths) ? document.paths : {})) {
    const operations = Object.entries(isRecord(item) ? item : {});
    const kept = operations.filter(([, each]) => !isRecord(each) || !without.includes(String(each.operationId)));
    if (kept.length > 0) paths[path] = Object.fromEntries(kept);
  }
  for (const { path, ...item } of add) paths[path] = { ...paths[path], ...item };
  return { ...document, paths };
}

/** Routes and the catalogue may name the parameters of a path differently. */
function withoutNames(path: string): string {
  return path.replace(/\{[^}]*\}|:[^/]+|\*/g, '{}');
}

function hideOperations(scope: FastifyInstance, without: readonly string[]): void {
  const { operations } = catalogue();
  const unknown = without.filter((id) => !operations.some((operation) => operation.id === id));
  if (unknown.length > 0) throw new RangeError(`There are no such operations to leave out: ${unknown.join(', ')}`);
  const hidden = new Set(
    operations.filter(({ id }) => without.includes(id)).map(({ verb, path }) => `${verb} ${withoutNames(path)}`),
  );
  scope.addHook('onRequest', async (request) => {
    const pattern = request.routeOptions.url?.slice(scope.prefix.length) ?? '';
    if (hidden.has(`${request.method} ${withoutNames(pattern)}`)) throw notFound();
  });
}

function answerAdded(scope: FastifyInstance, instance: Instance, added: AddedPath): void {
  for (const verb of verbs) {
    const operation = added[verb];
    if (!isRecord(operation)) continue;
    scope.route({
      method: verb.toUpperCase(),
      url: added.path.replace(/\{([^}]*)\}/g, ':$1'),
      handler: async (request: FastifyRequest) => {
        instance.tokens.ofRequest(request);
        const { params, query, body } = request;
        return { operation: operation.operationId ?? null, params, query, body: body ?? null };
      },
    });
  }
}
