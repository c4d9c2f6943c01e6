import { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyInstance } from 'fastify';
import { EVENT_STREAM_HEADERS } from '../../http/answers/event-stream-headers.js';

/** Beside the MCP URLs, so that a proxy treats it as it treats them. */
const ADDRESS = '/mcp/stream-check';
const PAUSE_MS = 2_000;

/** Two events, the second one some time after the first: where both arrive together, something in front of us holds streams back. */
@Injectable()
export class StreamCheck implements OnModuleInit {
  constructor(private readonly host: HttpAdapterHost) {}

  onModuleInit(): void {
    // Nest's type leaves out that there is none in an application without a server, such as a command.
    const adapter: HttpAdapterHost['httpAdapter'] | null = this.host.httpAdapter;
    adapter?.getInstance<FastifyInstance>().get(ADDRESS, (_, reply) => {
      const closed = new AbortController();
      reply.raw.on('close', () => closed.abort());
      return reply.headers(EVENT_STREAM_HEADERS).send(Readable.from(events(closed.signal)));
    });
  }
}

async function* events(signal: AbortSignal): AsyncGenerator<string> {
  yield 'event: begin\ndata: {}\n\n';
  // Whoever has left misses nothing.
  await wait(PAUSE_MS, undefined, { signal }).catch(() => undefined);
  yield 'event: end\ndata: {}\n\n';
}
