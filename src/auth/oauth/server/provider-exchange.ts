import type { FastifyReply, FastifyRequest } from 'fastify';
import { SCOPES } from '../../../access/oauth-scopes.js';
import type { AuthorizationServer } from './authorization-server.js';
import { registrationBody, registrationProblem } from './client-metadata.js';
import { RESPONSE_MODES } from './provider-options.js';

/** Of an address with a path. */
const SLASH_AT_END = /(?<=^[a-z]+:\/\/[^/]+\/.+)\/$/i;

/** Has the authorization server answer a request of Fastify's; what is said in headers of all answers is said in its, too. */
export async function answerByProvider(
  authorization: AuthorizationServer,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { raw, body } = request;
  const path = pathOf(request);
  const url = [path, ...request.url.split(/\?(.*)/s).slice(1, 2)].join('?');
  raw.url = path === '/oauth/authorize' ? asTaken(url) : url;
  const problem = path === '/oauth/register' ? registrationProblem(body) : undefined;
  if (problem !== undefined) {
    await reply.code(400).header('cache-control', 'no-store').send(problem);
    return;
  }
  await authorization.ready();
  reply.hijack();
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value);
  await authorization.answer(raw, reply.raw, path === '/oauth/register' ? registrationBody(body) : sameResource(body));
}

/** The route's, however a client has spelled it (`/oauth/%74oken`): the authorization server takes paths to the letter. */
function pathOf({ routeOptions, params }: FastifyRequest): string {
  const { uid = '' } = params as { readonly uid?: string };
  return (routeOptions.url ?? '').replace(/:uid.*$/, uid);
}

/** The form of a request, in which a server is named in one way throughout. */
function sameResource(body: unknown): string | undefined {
  if (typeof body !== 'string') return undefined;
  const parameters = new URLSearchParams(body);
  return nameResourceAlike(parameters) ? parameters.toString() : body;
}

/**
 * Takes the slash off the end of each resource (RFC 8707): clients name a server with and without it, and one of them now so and now so.
 * @returns whether there was one.
 */
function nameResourceAlike(parameters: URLSearchParams): boolean {
  const named = parameters.getAll('resource');
  if (!named.some((resource) => SLASH_AT_END.test(resource))) return false;
  parameters.delete('resource');
  for (const resource of named) parameters.append('resource', resource.replace(SLASH_AT_END, ''));
  return true;
}

/**
 * What a client asks its person for, as the authorization server is to take it. A client that names no scope of ours, because it knows none,
 * asks for all that the server's tools need; what it names besides means nothing here. A way of answering that we do not offer is as
 * unknown as any other.
 */
function asTaken(url: string): string {
  const [path = '', query = ''] = url.split(/\?(.*)/s);
  const parameters = new URLSearchParams(query);
  const scopes = (parameters.get('scope') ?? '').split(' ').filter((scope) => scope !== '');
  const isScoped = scopes.some((scope) => SCOPES.some((own) => own === scope));
  const isOffered = parameters.getAll('response_mode').every((mode) => RESPONSE_MODES.includes(mode));
  const isRenamed = nameResourceAlike(parameters);
  if (isScoped && isOffered && !isRenamed) return url;
  if (!isScoped) parameters.set('scope', [...scopes, ...SCOPES].join(' '));
  if (!isOffered) parameters.set('response_mode', 'not-offered');
  return `${path}?${parameters}`;
}
