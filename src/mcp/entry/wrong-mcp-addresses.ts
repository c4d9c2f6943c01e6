import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { SingleAddress } from '../../auth/oauth/single-address.js';
import { AppError } from '../../errors/app-error.js';
import { pageForBrowser } from './mcp-url-page.js';

const SINGLE = '/mcp';
const WITHOUT_TOKEN =
  'The address of an MCP server has a token behind /mcp/, and this one has none. Use the whole URL.';
const WRONG = {
  '/mcp/*': 'An MCP URL ends after the token. Remove what follows it, such as /sse, or a slash too many.',
} as const;

/** Says of addresses that begin as an MCP URL and are none what is wrong with them, whatever the token and the method. */
@Injectable()
export class WrongMcpAddresses implements OnApplicationBootstrap {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly single: SingleAddress,
  ) {}

  onApplicationBootstrap(): void {
    // Nest's type leaves out that there is none in an application without a server, such as a command.
    const adapter: HttpAdapterHost['httpAdapter'] | null = this.host.httpAdapter;
    const fastify = adapter?.getInstance<FastifyInstance>();
    if (fastify === undefined) return;
    for (const [url, message] of Object.entries(WRONG)) {
      const refuse = async () => {
        throw new AppError('route.not_found', message);
      };
      const method = fastify.supportedMethods;
      // Before a body is read: whatever it is, it is not what is wrong.
      fastify.route({ method, url, exposeHeadRoute: false, onRequest: refuse, handler: refuse });
    }
    fastify.addHook('onRequest', async (request, reply) => {
      if (request.routeOptions.url !== SINGLE) return undefined;
      if (!(await this.single.isOffered())) throw new AppError('route.not_found', WITHOUT_TOKEN);
      const page = pageForBrowser(request, 'sign-in');
      return page && reply.headers(page.headers).send(page.body);
    });
  }
}
