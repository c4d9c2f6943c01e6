import type { FastifyInstance, FastifyReply, FastifyRequest, HTTPMethods } from 'fastify';
import { badRequest } from './looker-errors.js';
import { project } from './projection.js';
import type { Token } from './tokens.js';

export type LookerRecord = Record<string, unknown>;

/** A parsed request to one operation. `token` identifies the caller. */
export interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
  readonly token: Token;
  /** Path and query as they were sent. */
  readonly url: string;
}

/**
 * An answer that is more than a 200 with JSON. Strings and bytes are sent unchanged; a function returns a new stream
 * each time the answer is sent.
 */
export class Answer {
  constructor(
    readonly status: number,
    readonly body: unknown,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {}
}

/** Looker's answer to a deletion. */
export const noContent = new Answer(204, '');

export type Handler = (call: Call) => unknown;

export interface Api {
  get(path: string, handler: Handler): void;
  post(path: string, handler: Handler): void;
  put(path: string, handler: Handler): void;
  patch(path: string, handler: Handler): void;
  delete(path: string, handler: Handler): void;
}

/** What stands before every operation. Each may throw to refuse a request. */
export interface Gate {
  tokenOf(request: FastifyRequest): Token;
  /** Whether the caller may call this operation. */
  check(operation: { method: string; path: string }, call: Call): void;
  /** Told of every call that was answered without an error. */
  answered(operation: { method: string; path: string }, about: { call: Call; result: unknown }): void;
}

/** The operations below one prefix. Records and lists that a handler returns are projected by the caller's `fields`. */
export function apiOn(app: FastifyInstance, gate: Gate): Api {
  const add = (method: HTTPMethods & string) => (path: string, handler: Handler) => {
    app.route({
      method,
      url: path,
      handler: async (request, reply) => {
        const call = callOf(request, gate.tokenOf(request));
        gate.check({ method, path }, call);
        const result = await handler(call);
        gate.answered({ method, path }, { call, result });
        return send(reply, call, result);
      },
    });
  };
  return { get: add('GET'), post: add('POST'), put: add('PUT'), patch: add('PATCH'), delete: add('DELETE') };
}

/** The JSON object that was sent. Throws a 400 for anything else. */
export function bodyRecord(call: Call): LookerRecord {
  if (call.body === undefined || call.body === null) return {};
  if (!isRecord(call.body)) throw badRequest('The request body must be a JSON object.');
  return call.body;
}

/** The JSON array of ids that was sent. Throws a 400 for anything else. */
export function bodyIds(call: Call): string[] {
  if (!Array.isArray(call.body)) throw badRequest('The request body must be a JSON array of ids.');
  return call.body.map(String);
}

export function isRecord(value: unknown): value is LookerRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A path parameter; the router has made sure that it is there. */
export function param(call: Call, name: string): string {
  return call.params[name] ?? '';
}

function send(reply: FastifyReply, call: Call, result: unknown): FastifyReply {
  if (!(result instanceof Answer)) return reply.send(project(result, call.query.fields));
  reply.code(result.status).headers(result.headers);
  if (typeof result.body === 'function') return reply.send(result.body());
  const isText = typeof result.body === 'string' || result.body instanceof Uint8Array;
  return reply.send(isText || result.status >= 300 ? result.body : project(result.body, call.query.fields));
}

function callOf(request: FastifyRequest, token: Token): Call {
  return {
    params: textValues(request.params),
    query: textValues(request.query),
    body: request.body,
    token,
    url: request.url,
  };
}

function textValues(values: unknown): Record<string, string> {
  if (!isRecord(values)) return {};
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, Array.isArray(value) ? value.join(',') : String(value ?? '')]),
  );
}
