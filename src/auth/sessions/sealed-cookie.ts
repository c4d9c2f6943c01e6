import '@fastify/cookie';
import type { FastifyReply } from 'fastify';
import type { SecretBox } from '../../crypto/secret-box.js';

/** What a cookie is for, where it is sent, and for how long. */
export interface SealedCookieOptions {
  readonly name: string;
  readonly path: string;
  /** Whether it is sent over https only. */
  readonly secure: boolean;
  readonly lifetimeSeconds: number;
}

interface Kept {
  readonly value: unknown;
  readonly until: number;
}

/** A value that is kept in the browser that it belongs to, sealed: nobody can read it, make one, or use it for something else. */
export class SealedCookie<Value> {
  private readonly options: { httpOnly: true; sameSite: 'lax'; path: string; secure: boolean };

  constructor(
    private readonly box: SecretBox,
    private readonly cookie: SealedCookieOptions,
  ) {
    const { path, secure } = cookie;
    this.options = { httpOnly: true, sameSite: 'lax', path, secure };
  }

  async set(reply: FastifyReply, value: Value): Promise<void> {
    const { name, lifetimeSeconds } = this.cookie;
    const kept: Kept = { value, until: Date.now() + lifetimeSeconds * 1000 };
    const sealed = Buffer.from(await this.box.seal(this.owner, kept)).toString('base64url');
    reply.setCookie(name, sealed, { ...this.options, maxAge: lifetimeSeconds });
  }

  /** Undefined where there is none, its time is over, or it is none of ours. */
  async read(cookies: Readonly<Record<string, string | undefined>>): Promise<Value | undefined> {
    const text = cookies[this.cookie.name];
    if (text === undefined) return undefined;
    const sealed = Buffer.from(text, 'base64url').toString();
    const kept = (await this.box.unseal(this.owner, sealed).catch(() => undefined)) as Kept | undefined;
    // What opens was sealed here, with a value of this kind.
    return kept === undefined || kept.until < Date.now() ? undefined : (kept.value as Value);
  }

  clear(reply: FastifyReply): void {
    reply.clearCookie(this.cookie.name, this.options);
  }

  /** It is nobody's record: bound to its purpose and its place, so that no other sealed value passes for one. */
  private get owner() {
    return { organizationId: '', record: this.cookie.name, id: this.cookie.path };
  }
}
