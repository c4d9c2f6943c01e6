import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { SecretBox } from '../../../crypto/secret-box.js';
import { SealedCookie } from '../../sessions/sealed-cookie.js';
import { SIGN_IN_SECONDS } from '../server/provider-options.js';
import type { SignInExchange } from './sign-in-exchange.js';

/**
 * The server that a person has chosen on the way to their consent. Their browser keeps it, so that any process takes the next step; it
 * opens nothing by itself.
 */
@Injectable()
export class ChosenServer {
  private readonly isSecure: boolean;

  constructor(
    private readonly box: SecretBox,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.isSecure = settings.http.publicUrl.startsWith('https:');
  }

  /** @returns its id; undefined: none was chosen yet. */
  read(exchange: SignInExchange): Promise<string | undefined> {
    return this.cookie(exchange).read(exchange.cookies);
  }

  set(exchange: SignInExchange, serverId: string): Promise<void> {
    return this.cookie(exchange).set(exchange.reply, serverId);
  }

  forget(exchange: SignInExchange): void {
    this.cookie(exchange).clear(exchange.reply);
  }

  private cookie({ uid }: SignInExchange): SealedCookie<string> {
    return new SealedCookie(this.box, {
      name: 'lmg_chosen_server',
      path: `/oauth/sign-in/${uid}`,
      secure: this.isSecure,
      lifetimeSeconds: SIGN_IN_SECONDS,
    });
  }
}
