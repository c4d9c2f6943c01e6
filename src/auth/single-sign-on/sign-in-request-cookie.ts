import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { SecretBox } from '../../crypto/secret-box.js';
import { SealedCookie } from '../sessions/sealed-cookie.js';
import type { SignInRequest } from './openid-provider.js';
import { SingleSignOnRefused } from './single-sign-on-refused.js';

/** Long enough for a second factor at the provider. */
const LIFETIME_SECONDS = 15 * 60;

/** A sign-in under way, with the invitation that it accepts, the organization that it enters, and what it is for, if any was named. */
export interface PendingSignIn extends SignInRequest {
  readonly invitation: string | undefined;
  readonly organizationId: string | undefined;
  /** The sign-in at an MCP server that goes on afterwards. */
  readonly serverSignIn: string | undefined;
  /** Whether somebody began it with a click on a page of ours; else it may have been a link that anybody made. */
  readonly isChosen: boolean;
}

/** Keeps a sign-in under way in the browser that began it: nobody can be signed in by a link that another sent. */
@Injectable()
export class SignInRequestCookie {
  private readonly cookie: SealedCookie<PendingSignIn>;

  constructor(@Inject(SETTINGS) settings: Settings, box: SecretBox) {
    this.cookie = new SealedCookie(box, {
      name: 'lmg_sign_in',
      path: '/session/single-sign-on',
      secure: settings.http.publicUrl.startsWith('https:'),
      lifetimeSeconds: LIFETIME_SECONDS,
    });
  }

  /** Adds the cookie to an answer, and hands back where the browser goes. */
  async set(
    reply: FastifyReply,
    { url, request }: { readonly url: string; readonly request: PendingSignIn },
  ): Promise<string> {
    await this.cookie.set(reply, request);
    return url;
  }

  /**
   * The sign-in that this browser began; it can be finished once.
   * @throws AppError `single_sign_on.refused`
   */
  async readAndClear(request: FastifyRequest, reply: FastifyReply): Promise<PendingSignIn> {
    this.cookie.clear(reply);
    const opened = await this.cookie.read(request.cookies);
    if (opened === undefined)
      throw new SingleSignOnRefused('not_begun_here', 'This sign-in was not begun here, or too long ago. Start again.');
    return opened;
  }
}
