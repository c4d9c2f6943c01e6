import { Injectable } from '@nestjs/common';
import { AppError } from '../../../errors/app-error.js';
import { maySignIn } from '../../../mcp-servers/who-may-sign-in.js';
import { SessionsService } from '../../sessions/sessions.service.js';
import type { ProtectedServer } from '../protected-servers.js';
import { type BegunSignIn, BegunSignIns, hasServer, type UnchosenSignIn } from './begun-sign-ins.js';
import { ConsentForm } from './consent-form.js';
import { Decisions } from './decisions.js';
import { FormTokens } from './form-tokens.js';
import { PeopleAtSignIn } from './people-at-sign-in.js';
import { ServerChoice } from './server-choice.js';
import { checkTaken, SignInElsewhere } from './sign-in-elsewhere.js';
import { redirect, type SignInAnswer, type SignInExchange } from './sign-in-exchange.js';
import { SignInForm } from './sign-in-form.js';
import type { SignedInPerson } from './signed-in-person.js';

/** What a browser is asked between a client's wish to come in and the answer to it. */
@Injectable()
export class SignInService {
  constructor(
    private readonly begun: BegunSignIns,
    private readonly choice: ServerChoice,
    private readonly people: PeopleAtSignIn,
    private readonly elsewhere: SignInElsewhere,
    private readonly form: SignInForm,
    private readonly consent: ConsentForm,
    private readonly sessions: SessionsService,
    private readonly decisions: Decisions,
    private readonly formTokens: FormTokens,
  ) {}

  /** The page where the person says who they are, or, once that is known, what they let in. */
  async page(exchange: SignInExchange): Promise<SignInAnswer> {
    const begun = await this.begun.get(exchange);
    const query = new URLSearchParams(exchange.query);
    const isAgain = query.has('again');
    if (!hasServer(begun)) return this.choosePage(exchange, begun, isAgain);
    const person = await this.people.find(exchange, begun.server);
    const isMember = person === undefined || person.kind === 'member';
    // Somebody else of the same Looker or provider signs in there, at the server that was chosen.
    if (begun.isChosen && (query.has('choose') || (isAgain && isMember)))
      return this.choosePage(exchange, begun, isAgain);
    if (person === undefined) return this.form.answer(begun);
    if (isAgain) return this.form.answer(begun, { signedIn: person.name });
    return isInvited(person, begun.server) ? this.consent.answer(begun, person) : this.otherPersonAnswer(begun, person);
  }

  /** Remembers the server that the person chose. */
  async choose(exchange: SignInExchange): Promise<SignInAnswer> {
    const begun = await this.begun.get(exchange);
    this.formTokens.check(exchange.form.form_token, begun.underWay.uid);
    if (exchange.form.server_url !== undefined) return this.chooseByUrl(exchange, begun);
    await this.choice.choose(exchange, begun, await this.people.findEverywhere(exchange));
    return redirect(begun.path);
  }

  /** Who is no member gives the URL of the server that knows them; a wrong one shows the page again. */
  private async chooseByUrl(exchange: SignInExchange, begun: UnchosenSignIn | BegunSignIn): Promise<SignInAnswer> {
    const { underWay, path } = begun;
    if (hasServer(begun) && !begun.isChosen) return redirect(path);
    try {
      if (await this.choice.chooseByUrl(exchange, begun)) return redirect(path);
      return await this.form.answer({ underWay, path }, { problem: NO_SERVER, status: 404 });
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return this.form.answer({ underWay, path }, { problem: error.message, status: error.kind.status });
    }
  }

  /** Signs a member in; a wrong password shows the page again. */
  async signInMember(exchange: SignInExchange): Promise<SignInAnswer> {
    const begun = await this.begun.get(exchange);
    const { email = '', password = '', form_token } = exchange.form;
    this.formTokens.check(form_token, begun.underWay.uid);
    checkTaken(begun, 'member');
    const organization_id = begun.server?.server.organizationId;
    try {
      this.elsewhere.forget(exchange);
      exchange.setSession(
        await this.sessions.signIn({ email, password, ...(organization_id && { organization_id }) }, exchange.from),
      );
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      const problem = error.code === 'sign_in.method_off' ? 'A password signs nobody in here.' : error.message;
      return this.form.answer(begun, { problem, email, status: error.kind.status });
    }
    return redirect(begun.path);
  }

  /** Writes the person's answer down, and sends the browser back to the client with it. */
  async decide(exchange: SignInExchange): Promise<SignInAnswer> {
    const begun = await this.begun.get(exchange);
    const said = this.formTokens.check(exchange.form.form_token, begun.underWay.uid);
    if (exchange.form.decision !== 'allow') return redirect(await this.decisions.refuse(exchange));
    if (!hasServer(begun)) return redirect(begun.path);
    const person = await this.people.find(exchange, begun.server);
    if (person === undefined || !isInvited(person, begun.server)) return redirect(begun.path);
    const scopes = await this.consent.agreed(said, begun, person);
    if (scopes === undefined) return this.consent.answer(begun, person, true);
    return redirect(await this.decisions.allow(exchange, begun, person, scopes));
  }

  /** At the address of all servers: who somebody is, and then which server they mean, where there are several. */
  private async choosePage(
    exchange: SignInExchange,
    begun: UnchosenSignIn | BegunSignIn,
    isAgain: boolean,
  ): Promise<SignInAnswer> {
    const person = await this.people.findEverywhere(exchange);
    const [signedIn] = person;
    if (isAgain || signedIn === undefined) {
      this.choice.forget(exchange);
      return this.form.answer({ underWay: begun.underWay, path: begun.path }, { signedIn: signedIn?.name });
    }
    const only = hasServer(begun) ? undefined : await this.choice.only(begun, person);
    if (only === undefined) return this.choice.page(begun, person);
    await this.choice.set(exchange, only);
    return redirect(begun.path);
  }

  /** Whoever the server does not let in can say on the same page that they are somebody else. */
  private otherPersonAnswer(begun: BegunSignIn, { name }: SignedInPerson): Promise<SignInAnswer> {
    const problem = `${name} may not sign in to ${begun.server.server.name}. Sign in as somebody else, or ask whoever gave you the URL to name you there.`;
    return this.form.answer(begun, { problem, status: 403 });
  }
}

const NO_SERVER =
  'There is no MCP server with sign-in at this URL. Copy it whole, or ask whoever gave it to you. A URL that ends in a long token needs no sign-in: connect your assistant to that itself.';

const isInvited = ({ email }: SignedInPerson, { signIn }: ProtectedServer) => maySignIn(signIn, email);
