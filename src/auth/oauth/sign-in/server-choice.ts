import { Injectable } from '@nestjs/common';
import { pageHeaders } from '../../../http/answers/html-page.js';
import { type ChoiceGroup, choicePage } from '../pages/choice-page.js';
import type { ProtectedServer } from '../protected-servers.js';
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
