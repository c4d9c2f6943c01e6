import type { IncomingHttpHeaders } from 'node:http';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors/app-error.js';
import { boundUnreadBody, DROP_BOUNDS } from './dropped-input.js';
import { type JsonBounds, jsonExcess } from './json-bounds.js';
import { countBody } from './message-sizes.js';
import { headProblem } from './request-head.js';

/** What a body may be. */
export interface BodyBounds extends JsonBounds {
  readonly bytesMax: number;
}

/** Far above any record; what it costs to check is some 30 ms at most. */
export const BODY_BOUNDS: BodyBounds = { bytesMax: 256 * 1024, depthMax: 32, valuesMax: 4_000 };

/** More than any list's filters, and than providers of single sign-on send. */
const QUERY_PARAMETERS_MAX = 50;

/**
 * Bounds what a request can cost before anybody knows who sends it: bodies are JSON of bounded bytes, depth and number of
 * values, and queries have few parameters. A body may be empty whatever its content type says. To be called before routes are added.
 * @param exceptions by address prefix, for routes that take more.
 * @param takesForms whether a route takes forms, which guard themselves against those that pages of other sites send; they
 * are handed on as text.
 */
export function boundRequests(
  fastify: FastifyInstance,
  exceptions: Readonly<Record<string, BodyBounds>>,
  takesForms: (route: string) => boolean,
): void {
  const boundsOf = (route = '') =>
    Object.entries(exceptions).find(([prefix]) => `${route}/`.startsWith(prefix))?.[1] ?? BODY_BOUNDS;
  fastify.addHook('onRoute', (route) => {
    route.bodyLimit = boundsOf(route.url).bytesMax;
  });
  fastify.addHook('onRequest', async ({ url, raw }) => {
    const problem = headProblem(raw);
    if (problem !== undefined) throw problem;
    checkQuery(url);
  });
  fastify.addHook('preParsing', async ({ headers }) => {
    const problem = codingProblem(headers);
    if (problem !== undefined) throw problem;
  });
  fastify.addHook('onResponse', async ({ raw }) => boundUnreadBody(raw, DROP_BOUNDS));
  // Node would answer it by itself, without a body.
  fastify.server.on('checkExpectation', (request, response) => fastify.server.emit('request', request, response));
  // JSON is the only way to say anything here: forms can be sent by pages of other sites, and say less.
  fastify.removeAllContentTypeParsers();
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, text, done) => {
    countBody(request, text);
    if (text === '') return done(null, undefined);
    const excess = excessOf(text, boundsOf(request.routeOptions.url));
    if (excess !== undefined) return done(excess);
    return parse(request, text, (error, value) => done(error && isJson(text) ? nameRefused() : error, value));
  });
  const form = 'application/x-www-form-urlencoded';
  fastify.addContentTypeParser<string>(form, { parseAs: 'string' }, (request, text, done) => {
    countBody(request, text);
    return takesForms(request.routeOptions.url ?? '') ? done(null, text) : done(formRefused());
  });
}

const formRefused = () =>
  new AppError(
    'request.media_type_unsupported',
    'Send the body as JSON, with the header Content-Type: application/json.',
  );

/** A compressed body costs more than it says; no client compresses what it asks, so none is unpacked (RFC 9110, 15.5.16). */
function codingProblem(headers: IncomingHttpHeaders): AppError | undefined {
  const coding = headers['content-encoding']?.trim().toLowerCase() ?? '';
  const hasBody = headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
  if (!hasBody || coding === '' || coding === 'identity') return undefined;
  return new AppError(
    'request.media_type_unsupported',
    'The body is compressed, which is not read here. Send it as it is, without the header Content-Encoding.',
    { headers: { 'accept-encoding': 'identity' } },
  );
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The parser refuses names that would change what every object of the program is. */
const nameRefused = () =>
  new AppError(
    'request.invalid',
    'The body has a member "__proto__", or "prototype" in a member "constructor". These names are not taken anywhere in a body: leave the member out or call it otherwise.',
  );

function checkQuery(url: string): void {
  const begin = url.indexOf('?');
  if (begin < 0 || url.split('&', QUERY_PARAMETERS_MAX + 1).length <= QUERY_PARAMETERS_MAX) return;
  throw new AppError(
    'request.invalid',
    `The address has more than ${QUERY_PARAMETERS_MAX} parameters. Send only those that the route has.`,
  );
}

function excessOf(text: string, bounds: JsonBounds): AppError | undefined {
  const excess = jsonExcess(text, bounds);
  if (excess === undefined) return undefined;
  return new AppError(
    'request.invalid',
    excess === 'depth'
      ? `The body is nested deeper than ${bounds.depthMax} levels. Send a flatter one. Nothing was changed.`
      : `The body holds more than ${bounds.valuesMax} values. Send less in one request. Nothing was changed.`,
  );
}
