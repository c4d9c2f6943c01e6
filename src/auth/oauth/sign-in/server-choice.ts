import { Injectable } from '@nestjs/common';
import { pageHeaders } from '../../../http/answers/html-page.js';
import { type ChoiceGroup, choicePage } from '../pages/choice-page.js';
import { type ProtectedServer, ProtectedServers } from '../protected-servers.js';
import { type BegunSignIn, BegunSignIns, type UnchosenSignIn } from './begun-sign-ins.js';
import { ChosenServer } from './chosen-server.js';
import { clientOf } from './client-at-sign-in.js';
import { FormTokens } from './form-tokens.js';
import { ServersToChoose } from './servers-to-choose.js';
import type { SignInAnswer, SignInExchange } from './sign-in-exchange.js';
import type { SignedInPerson } from './signed-in-person.js';

/** At the address of all servers, the person says which one is meant. */
@Injectable()
export class ServerChoice {
  constructor(
    private readonly servers: ProtectedServers,
    private readonly toChoose: ServersToChoose,
    private readonly chosen: ChosenServer,
    private readonly begunSignIns: BegunSignIns,
    private readonly formTokens: FormTokens,
  ) {}

  /** The only server that a person may choose: nobody is asked then. */
  async only(begun: UnchosenSignIn, person: readonly SignedInPerson[]): Promise<ProtectedServer | undefined> {
    const [first, second] = await this.list(begun, person);
    return second === undefined ? first : undefined;
  }

  async page(begun: UnchosenSignIn | BegunSignIn, person: readonly SignedInPerson[]): Promise<SignInAnswer> {
    const servers = await this.list(begun, person);
    const body = choicePage({
      path: begun.path,
      formToken: this.formTokens.create(begun.underWay.uid),
      client: clientOf(begun.underWay),
      person: person[0]?.name ?? '',
      groups: groupsOf(servers),
      chosenId: begun.server?.server.id,
    });
    return { status: servers.length === 0 ? 403 : 200, headers: pageHeaders(["'self'"]), body };
  }

  /** Remembers what was chosen, if this person may choose it. */
  async choose(
    exchange: SignInExchange,
    begun: UnchosenSignIn | BegunSignIn,
    person: readonly SignedInPerson[],
  ): Promise<void> {
    const servers = await this.list(begun, person);
    if (servers.some(({ server }) => server.id === exchange.form.server))
      await this.chosen.set(exchange, exchange.form.server ?? '');
  }

  /**
   * Remembers the server whose URL somebody gave who is not known yet. That lets in nobody: the next page is the one that everybody sees at
   * the server's own URL.
   * @returns whether there is such a server.
   * @throws AppError `permission.missing` where the client may not be let in there
   */
  async chooseByUrl(exchange: SignInExchange, { underWay }: UnchosenSignIn | BegunSignIn): Promise<boolean> {
    const server = await this.servers.find(serverUrlOf(exchange.form.server_url ?? ''));
    if (server === undefined) return false;
    await this.begunSignIns.openTo(underWay.clientId, [server]);
    await this.set(exchange, server);
    return true;
  }

  set(exchange: SignInExchange, { server }: ProtectedServer): Promise<void> {
    return this.chosen.set(exchange, server.id);
  }

  forget(exchange: SignInExchange): void {
    this.chosen.forget(exchange);
  }

  /** @throws AppError `permission.missing` where the client may be let in at none of them */
  private async list({ underWay }: UnchosenSignIn | BegunSignIn, person: readonly SignedInPerson[]) {
    return this.begunSignIns.openTo(underWay.clientId, await this.toChoose.list(person));
  }
}

/** A URL as people copy it: with spaces around it, with a slash at its end, or with the ending that some clients need. */
const serverUrlOf = (typed: string) =>
  typed
    .trim()
    .replace(/\/{1,9}$/, '')
    .replace(/(?<=\/mcp\/[^/]+)\/mcp$/, '');

function groupsOf(servers: readonly ProtectedServer[]): ChoiceGroup[] {
  const groups = new Map<string, ChoiceGroup & { readonly servers: ChoiceGroup['servers'][number][] }>();
  for (const { server, organization, accountName, lookerHost, signIn } of servers) {
    const group = groups.get(server.integratedAccountId) ?? {
      organizationName: organization.name,
      accountName,
      lookerHost,
      servers: [],
    };
    groups.set(server.integratedAccountId, group);
    group.servers.push({ id: server.id, name: server.name, isAtLooker: !signIn.sign_in.includes('member') });
  }
  return [...groups.values()];
}
