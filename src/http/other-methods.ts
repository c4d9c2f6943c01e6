import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { AppError } from '../errors/app-error.js';

/** By beginning of an address: what to do instead. */
const HINTS: Readonly<Record<string, string>> = {
  '/mcp/': 'It is the URL of an MCP server: paste it into an MCP client.',
};

/** What Node's parser takes besides the methods that Fastify knows. */
const RARE_METHODS = (
  'ACL BIND CHECKOUT COPY LINK LOCK M-SEARCH MERGE MKACTIVITY MKCALENDAR MKCOL MOVE NOTIFY PROPFIND PROPPATCH PURGE REBIND ' +
  'REPORT SEARCH SOURCE SUBSCRIBE UNBIND UNLINK UNLOCK UNSUBSCRIBE'
).split(' ');

/**
 * Answers methods that an address does not have with 405, and OPTIONS with 204; the header `Allow` names those that it has
 * (RFC 9110, 15.5.6 and 9.3.7). Addresses without any stay 404.
 */
@Injectable()
export class OtherMethods implements OnApplicationBootstrap {
  /** Undefined in commands, which serve nobody. */
  private readonly fastify: FastifyInstance | undefined;
  private readonly methodsOf = new Map<string, Set<string>>();

  constructor({ httpAdapter }: HttpAdapterHost) {
    // Nest's type leaves out that there is none in an application without a server.
    const adapter: typeof httpAdapter | null = httpAdapter;
    this.fastify = adapter?.getInstance<FastifyInstance>();
    // What Node's parser lets through is known everywhere, so that it is refused in the same way.
    for (const method of RARE_METHODS) this.fastify?.addHttpMethod(method);
    this.fastify?.addHook('onRoute', ({ method, url }) => {
      const known = this.methodsOf.get(url) ?? new Set();
      for (const each of [method].flat()) known.add(each);
      this.methodsOf.set(url, known);
    });
  }

  /** All routes are there by now, and the server takes more until it listens. */
  onApplicationBootstrap(): void {
    if (this.fastify === undefined) return;
    // CORS adds OPTIONS for whatever address there may be; its address begins with no slash.
    const routes = [...this.methodsOf].filter(([url]) => url.startsWith('/'));
    for (const [url, known] of routes) addOthers(this.fastify, url, [...known].sort());
  }
}

function addOthers(fastify: FastifyInstance, url: string, known: readonly string[]): void {
  const method = fastify.supportedMethods.filter((each) => !known.includes(each));
  if (method.length === 0) return;
  const allow = known.join(', ');
  const hint = Object.entries(HINTS).find(([prefix]) => `${url}/`.startsWith(prefix))?.[1] ?? 'See /docs.';
  const answer = async (request: FastifyRequest, reply: FastifyReply) => {
    if (request.method === 'OPTIONS') return reply.header('allow', allow).status(204).send();
    throw new AppError('route.method_not_allowed', `This address takes ${allow} only. ${hint}`, {
      headers: { allow },
    });
  };
  // Before a body is read: whatever it is, it is not what is wrong.
  fastify.route({ method, url, exposeHeadRoute: false, onRequest: answer, handler: answer });
}
