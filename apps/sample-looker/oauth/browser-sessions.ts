import { randomBytes } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Oldest go first beyond this. */
const sessionsMax = 1_000;

/** Who signed in to the web pages, in which browser: a cookie without an end says it, so closing the browser ends it. */
export class BrowserSessions {
  private readonly userIds = new Map<string, string>();

  /** `cookieName` tells instances apart, since a browser sends its cookies to all ports of a host. */
  constructor(private readonly cookieName: () => string) {}

  userIdOf(request: FastifyRequest): string | undefined {
    return this.userIds.get(this.keyOf(request) ?? '');
  }

  begin(reply: FastifyReply, userId: string): void {
    const key = randomBytes(24).toString('base64url');
    this.userIds.set(key, userId);
    const oldest = this.userIds.keys().next();
    if (this.userIds.size > sessionsMax && !oldest.done) this.userIds.delete(oldest.value);
    reply.header('set-cookie', `${this.cookieName()}=${key}; Path=/; HttpOnly; SameSite=Lax`);
  }

  end(request: FastifyRequest, reply: FastifyReply): void {
    this.userIds.delete(this.keyOf(request) ?? '');
    reply.header('set-cookie', `${this.cookieName()}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`);
  }

  private keyOf(request: FastifyRequest): string | undefined {
    const start = `${this.cookieName()}=`;
    const cookies = (request.headers.cookie ?? '').split(/;\s*/);
    return cookies.find((cookie) => cookie.startsWith(start))?.slice(start.length);
  }
}
