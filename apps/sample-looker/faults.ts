import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { badRequest } from './looker-errors.js';

/** A fault, read from `x-sample-fault` or set by the program that runs the instance. Parts combine: `latency=200;status=503`. */
export interface Fault {
  latencyMs: number;
  status: number | null;
  headers: Record<string, string>;
  html: boolean;
  drop: boolean;
  truncate: boolean;
}

export interface FaultRule {
  fault: string;
  /** Only requests whose path and query contain this. */
  urlIncludes?: string;
  /** How many requests are hit before the rule ends. Without it, all until it is taken back. */
  times?: number;
}

const latencyMsMax = 60_000;
const htmlBody = '<!DOCTYPE html><html><head><title>Bad gateway</title></head><body><h1>Bad gateway</h1></body></html>';

/**
 * Reads `latency=MS`, `status=N` (other `name=value` parts become its headers), `html`, `drop` and `truncate`, joined by
 * `;`. Throws a RangeError for a status or a latency that makes no sense.
 */
export function parseFault(text: string): Fault {
  const fault: Fault = { latencyMs: 0, status: null, headers: {}, html: false, drop: false, truncate: false };
  for (const part of text.split(';').map((entry) => entry.trim())) {
    const [name = '', value = ''] = part.split(/=(.*)/, 2);
    if (name === 'latency') fault.latencyMs = numberWithin(value, 0, latencyMsMax);
    else if (name === 'status') fault.status = numberWithin(value, 400, 599);
    else if (name === 'html' || name === 'drop' || name === 'truncate') fault[name] = true;
    else if (/^[a-z][a-z0-9-]*$/i.test(name)) fault.headers[name.toLowerCase()] = value;
  }
  return fault;
}

/** Decides for each request which fault hits it. */
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
  const truncated = new WeakSet<FastifyRequest>();
  app.addHook('onRequest', async (request, reply) => {
    const fault = faults.forRequest(request);
    const waitMs = latencyMs + (fault?.latencyMs ?? 0);
    if (waitMs > 0) await delay(waitMs);
    if (fault === null) return undefined;
    if (fault.truncate) truncated.add(request);
    return strike(fault, request, reply);
  });
  app.addHook('onSend', async (request, reply, payload) => {
    if (truncated.has(request)) sendHalf(request, reply, String(payload ?? ''));
    return payload;
  });
}

function strike(fault: Fault, request: FastifyRequest, reply: FastifyReply): FastifyReply | undefined {
  if (fault.drop) {
    reply.hijack();
    request.raw.socket.destroy();
    return reply;
  }
  reply.headers(fault.headers);
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

/** Announces the whole body, sends the first half and hangs up. */
function sendHalf(request: FastifyRequest, reply: FastifyReply, payload: string): void {
  reply.hijack();
  const bytes = Buffer.from(payload);
  const headers = { 'content-type': 'application/json', 'content-length': String(bytes.length + 1) };
  reply.raw.writeHead(reply.statusCode, headers);
  reply.raw.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => request.raw.socket.destroy());
}

function numberWithin(text: string, lowest: number, highest: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < lowest || value > highest) {
    throw new RangeError(`${text} is not a whole number from ${lowest} to ${highest}`);
  }
  return value;
}
