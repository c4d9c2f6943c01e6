import '@fastify/cookie';
import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { SecretBox } from '../../crypto/secret-box.js';
import { AppError } from '../../errors/app-error.js';
import type { SignInRequest } from './openid-provider.js';

const NAME = 'lmg_sign_in';
/** Long enough for a second factor at the provider. */
const LIFETIME_SECONDS = 15 * 60;
/** It is nobody's record: bound to its purpose, so that no other sealed value passes for one. */
const OWNER = { organizationId: '', record: 'sign_in_request', id: NAME };

/** A sign-in under way, with the invitation that it accepts, or the organization that it enters, if any was named. */
export interface PendingSignIn extends SignInRequest {
  readonly invitation: string | undefined;
  readonly organizationId: string | undefined;
}

/** Keeps a sign-in under way in the browser that began it, sealed: nobody can be signed in by a link that another sent. */
@Injectable()
export class SignInRequestCookie {
  private readonly options: { httpOnly: true; sameSite: 'lax'; path: string; secure: boolean };

  constructor(
    @Inject(SETTINGS) settings: Settings,
    private readonly box: SecretBox,
  ) {
    const secure = settings.http.publicUrl.startsWith('https:');
    this.options = { httpOnly: true, sameSite: 'lax', path: '/session/single-sign-on', secure };
  }

  /** Adds the cookie to an answer, and hands back where the browser goes. */
  async set(reply: FastifyReply, { url, request }: { readonly url: string; readonly request: PendingSignIn }) {
    const sealed = await this.box.seal(OWNER, { ...request, until: Date.now() + LIFETIME_SECONDS * 1000 });
    reply.setCookie(NAME, Buffer.from(sealed).toString('base64url'), { ...this.options, maxAge: LIFETIME_SECONDS });
    return { url, statusCode: 302 };
  }

  /**
   * The sign-in that this browser began; it can be finished once.
   * @throws AppError `single_sign_on.refused`
   */
  async readAndClear(request: FastifyRequest, reply: FastifyReply): Promise<PendingSignIn> {
    const text = request.cookies[NAME];
    reply.clearCookie(NAME, this.options);
    const opened = text === undefined ? undefined : await this.open(text);
    if (opened === undefined || opened.until < Date.now())
      throw new AppError('single_sign_on.refused', 'This sign-in was not begun here, or too long ago. Start again.');
    return opened;
  }

  private async open(text: string): Promise<(PendingSignIn & { until: number }) | undefined> {
    try {
      return (await this.box.unseal(OWNER, Buffer.from(text, 'base64url').toString())) as PendingSignIn & {
        until: number;
      };
    } catch {
      return undefined;
    }
  }
}
