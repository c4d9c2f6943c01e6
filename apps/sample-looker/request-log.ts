import type { FastifyInstance } from 'fastify';
import { isRecord } from './api.js';
import type { Instance } from './instance.js';

export interface RequestRecord {
  method: string;
  url: string;
  /** The route that answered, e.g. `/api/4.0/looks/:look_id`; `undefined` when there was none. */
  route: string | undefined;
  /** Whose token it carried; `undefined` without one in force. */
  userId: string | undefined;
  /** To whom it is attributed: that user, or the administrator who logged in as that user. */
  attributedUserId: string | undefined;
  /** What `POST /api/token` was asked for, e.g. `refresh_token`; `undefined` for all other requests. */
  grantType: string | undefined;
  at: Date;
  /** The client closed the connection before it had the answer. */
  aborted: boolean;
}

const requestsMax = 2_000;

/** Writes each request down as it comes. Answers the list, newest last, which holds the latest 2,000. */
export function registerRequestLog(app: FastifyInstance, instance: Instance): RequestRecord[] {
  const requests: RequestRecord[] = [];
  const byRequest = new WeakMap<object, RequestRecord>();
  app.addHook('onRequest', async (request, reply) => {
    const { method, url, routeOptions } = request;
    const token = instance.tokens.find(request);
    const record: RequestRecord = {
      ...{ method, url, route: routeOptions.url, at: instance.clock(), aborted: false, grantType: undefined },
      userId: token?.userId,
      attributedUserId: token?.attributedUserId,
    };
    reply.raw.once('close', () => {
      record.aborted = !reply.raw.writableFinished;
    });
    byRequest.set(request, record);
    requests.push(record);
    if (requests.length > requestsMax) requests.shift();
  });
  app.addHook('preHandler', async (request) => {
    const record = byRequest.get(request);
    if (record?.route !== '/api/token' || !isRecord(request.body)) return;
    record.grantType = String(request.body.grant_type);
  });
  return requests;
}
