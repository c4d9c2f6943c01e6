import { Inject, Injectable } from '@nestjs/common';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { pageHeaders } from '../../../http/answers/html-page.js';
import { mcpUrl } from '../../../mcp-servers/mcp-url.js';
import type { SignInKind } from '../../../mcp-servers/sign-in-config.js';
import { OpenidSignInFlow } from '../openid/openid-sign-in-flow.js';
import { type SignInPageContent, signInPage } from '../pages/sign-in-page.js';
import { type BegunSignIn, hasServer, type UnchosenSignIn } from './begun-sign-ins.js';
import { clientOf } from './client-at-sign-in.js';
import { FormTokens } from './form-tokens.js';
import type { SignInAnswer } from './sign-in-exchange.js';

/** The page where a person says who they are. */
@Injectable()
export class SignInForm {
  constructor(
    private readonly formTokens: FormTokens,
    private readonly openid: OpenidSignInFlow,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  async answer(
    begun: BegunSignIn | UnchosenSignIn,
    wrong: Pick<SignInPageContent, 'problem' | 'email' | 'signedIn'> & { readonly status?: number } = {},
  ): Promise<SignInAnswer> {
    const { underWay, server, path } = begun;
    const { status = 200, ...shown } = wrong;
    const kinds = waysOf(begun);
    const isAtProvider = server !== undefined && kinds.includes('openid_provider');
    const body = signInPage({
      path,
      formToken: this.formTokens.create(underWay.uid),
      client: clientOf(underWay),
      target: hasServer(begun) ? targetOf(begun) : undefined,
      urlsBegin: mcpUrl(this.settings.http.publicUrl, ''),
      kinds,
      hasPasswords: this.settings.signIn.password,
      providerName: this.settings.signIn.oidc?.name,
      organizationProvider: isAtProvider ? await this.openid.nameOf(server) : undefined,
      ...shown,
    });
    return { status, headers: pageHeaders(["'self'"]), body };
  }
}

const targetOf = ({ server: { organization, server, lookerHost }, isChosen }: BegunSignIn) => ({
  organizationName: organization.name,
  serverName: server.name,
  lookerHost,
  isChosen,
});

/** Before a server is chosen, nobody knows at which Looker or provider. */
export const waysOf = ({ server }: BegunSignIn | UnchosenSignIn): readonly SignInKind[] =>
  server?.signIn.sign_in ?? ['member'];
