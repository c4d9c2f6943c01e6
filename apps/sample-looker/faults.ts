import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { dribbleHeaders, dripBody, hangUpInside, sendBomb, sendBytes } from './fault-answers.js';
import { badRequest } from './looker-errors.js';

/** A fault, read from `x-sample-fault` or set by the program that runs the instance. Parts combine: `latency=200;status=503`. */
export interface Fault {
  latencyMs: number;
  status: number | null;
  headers: Record<string, string>;
  redirect: string | null;
  /** The size of a generated body in bytes; null for the usual answer. */
  bodyBytes: number | null;
  bombBytes: number | null;
  slowHeadersMs: number | null;
  dripMs: number | null;
  html: boolean;
  drop: boolean;
  truncate: boolean;
  reset: boolean;
  /** The length of the body is not announced. */
  chunked: boolean;
}

export interface FaultRule {
  fault: string;
  /** Only requests whose path and query contain this. */
  urlIncludes?: string;
  /** How many requests fail before the rule ends. Without it, all of them until the rule is removed. */
  times?: number;
}

const waitMsMax = 60_000;
const bytesMax = 10_000_000_000;
const htmlBody = '<!DOCTYPE html><html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>';

type Reader = (fault: Fault, value: string) => void;

const readers: Readonly<Record<string, Reader>> = {
  latency: (fault, value) => {
    fault.latencyMs = numberWithin(value, 0, waitMsMax);
  },
  status: (fault, value) => {
    fault.status = numberWithin(value, 300, 599);
  },
  redirect: (fault, value) => {
    fault.redirect = value;
  },
  bytes: (fault, value) => {
    fault.bodyBytes = numberWithin(value, 2, bytesMax);
  },
  bomb: (fault, value) => {
    fault.bombBytes = numberWithin(value, 2, bytesMax);
  },
  'slow-headers': (fault, value) => {
    fault.slowHeadersMs = numberWithin(value, 0, waitMsMax);
  },
  drip: (fault, value) => {
    fault.dripMs = numberWithin(value, 0, waitMsMax);
  },
  ...Object.fromEntries(
    (['html', 'drop', 'truncate', 'reset', 'chunked'] as const).map((flag): [string, Reader] => [
      flag,
      (fault) => {
        fault[flag] = true;
      },
    ]),
  ),
};

/**
 * Reads parts joined by `;`: `latency=MS`, `status=N`, `redirect=URL`, `bytes=N`, `bomb=N`, `slow-headers=MS`, `drip=MS`,
 * `html`, `drop`, `truncate`, `reset`, `chunked`; other `name=value` parts become headers. Throws a RangeError for a
 * number that makes no sense.
 */
export function parseFault(text: string): Fault {
  const fault: Fault = {
    ...{ latencyMs: 0, status: null, headers: {}, redirect: null, bodyBytes: null, bombBytes: null },
    ...{ slowHeadersMs: null, dripMs: null, html: false, drop: false, truncate: false, reset: false, chunked: false },
  };
  for (const part of text.split(';').map((entry) => entry.trim())) {
    const [name = '', value = ''] = part.split(/=(.*)/s, 2);
    const read = readers[name];
    if (read !== undefined) read(fault, value);
    else if (/^[a-z][a-z0-9-]*$/i.test(name)) fault.headers[name.toLowerCase()] = value;
  }
  return fault;
}

/** Decides for each request which fault it gets. */
export class Faults {
  private rule: FaultRule | null = null;

  set(rule: FaultRule | null): void {
    if (rule !== null) parseFault(rule.fault);
    this.rule = rule === null ? null : { ...rule };
  }

  forRequest(request: FastifyRequest): Fault | null {
    const header = request.headers['x-sample-fault'];
    if (typeof header === 'string') return readHeader(header);
    const rule = this.rule;
    if (rule === null || (rule.urlIncludes !== undefined && !request.url.includes(rule.urlIncludes))) return null;
    if (rule.times !== undefined) {
      rule.times -= 1;
      if (rule.times <= 0) this.rule = null;
    }
    return parseFault(rule.fault);
  }
}

function readHeader(header: string): Fault {
  try {
    return parseFault(header);
  } catch (error) {
    throw badRequest(`x-sample-fault: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Applies faults before the operations run; `latencyMs` slows every request down. */
export function registerFaults(app: FastifyInstance, faults: Faults, latencyMs: number): void {
  /** Faults of requests that are answered as usual until their body is sent. */
  const pending = new WeakMap<FastifyRequest, Fault>();
  app.addHook('onRequest', async (request, reply) => {
    const fault = faults.forRequest(request);
    const waitMs = latencyMs + (fault?.latencyMs ?? 0);
    if (waitMs > 0) await delay(waitMs);
    if (fault === null) return undefined;
    if (fault.truncate || fault.reset || fault.dripMs !== null) pending.set(request, fault);
    return answerWithFault(fault, request, reply);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    const fault = pending.get(request);
    if (fault === undefined) return payload;
    const bytes = Buffer.isBuffer(payload) ? payload : Buffer.from(String(payload ?? ''));
    if (fault.dripMs !== null) dripBody(reply, bytes, fault.dripMs);
    else hangUpInside(reply, bytes, { withReset: fault.reset });
    return payload;
  });
}

function answerWithFault(fault: Fault, request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  if (fault.drop) {
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  }
  reply.headers(fault.headers);
  if (fault.redirect !== null) return reply.redirect(fault.redirect, fault.status ?? 302);
  if (fault.bombBytes !== null) return sendBomb(reply.code(fault.status ?? 200), fault.bombBytes);
  if (fault.bodyBytes !== null) return sendBytes(reply.code(fault.status ?? 200), fault.bodyBytes, fault.chunked);
  if (fault.slowHeadersMs !== null) return dribbleHeaders(reply, fault.slowHeadersMs);
  if (fault.html) {
    return reply
      .code(fault.status ?? 502)
      .type('text/html; charset=utf-8')
      .send(htmlBody);
  }
  if (fault.status === null) return undefined;
  const message = fault.status === 429 ? 'Too Many Requests' : 'Service is not available';
  return reply.code(fault.status).send({ message, documentation_url: 'https://docs.cloud.google.com/looker/docs/' });
}

function numberWithin(text: string, lowest: number, highest: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < lowest || value > highest) {
    throw new RangeError(`${text} is not a whole number from ${lowest} to ${highest}`);
  }
  return value;
}
