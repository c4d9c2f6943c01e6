import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { AppError } from '../../errors/app-error.js';

const WRONG = {
  '/mcp': 'The address of an MCP server has a token behind /mcp/, and this one has none. Use the whole URL.',
  '/mcp/*': 'An MCP URL ends after the token. Remove what follows it, such as /sse, or a slash too many.',
} as const;

/** Says of addresses that begin as an MCP URL and are none what is wrong with them, whatever the token and the method. */
@Injectable()
export class WrongMcpAddresses implements OnApplicationBootstrap {
  constructor(private readonly host: HttpAdapterHost) {}

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
  }
}
