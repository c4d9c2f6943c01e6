import type { FastifyInstance } from 'fastify';
import { badRequest } from './looker-errors.js';

/** `type/subtype`, with or without parameters. */
const mediaType = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+\s*(?:;|$)/;

/**
 * Bodies are JSON whatever their content type, since Looker's clients often leave it out: its Go SDK sends an empty
 * one with every request, those without a body included. Text types may hold other text, forms are for logging in.
 */
export function readBodies(app: FastifyInstance): void {
  app.addHook('onRequest', async ({ raw: { headers } }) => {
    const type = headers['content-type']?.trim();
    if (type !== undefined && !mediaType.test(type)) headers['content-type'] = 'application/json';
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_, body, done) => {
    done(null, Object.fromEntries(new URLSearchParams(String(body))));
  });
  app.addContentTypeParser('*', { parseAs: 'string' }, (request, body, done) => {
    try {
      done(null, String(body).trim() === '' ? undefined : JSON.parse(String(body)));
    } catch {
      if (request.headers['content-type']?.startsWith('text/')) done(null, String(body));
      else done(badRequest('The request body is not valid JSON.'));
    }
  });
}
