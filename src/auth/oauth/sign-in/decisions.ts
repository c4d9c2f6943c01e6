import { Injectable } from '@nestjs/common';
import { SCOPES, type Scope } from '../../../access/oauth-scopes.js';
import { createId } from '../../../database/ids.js';
import { OauthGrantsService } from '../grants/oauth-grants.service.js';
import { AuthorizationServer } from '../server/authorization-server.js';
import { OauthRecordsRepository } from '../server/oauth-records.repository.js';
import type { BegunSignIn } from './begun-sign-ins.js';
import { clientOf } from './client-at-sign-in.js';
import type { SignInExchange } from './sign-in-exchange.js';
import { type SignedInPerson, subjectOf } from './signed-in-person.js';

/**
 * What people decide, written down. Of several answers in one sign-in, such as those of a button that is pressed twice, the first counts;
 * the others lead to where it led.
 */
@Injectable()
export class Decisions {
  constructor(
    private readonly authorization: AuthorizationServer,
    private readonly grants: OauthGrantsService,
    private readonly records: OauthRecordsRepository,
  ) {}

  /**
   * Lets a client in.
   * @returns where the browser goes, as `refuse` does.
   * @throws AppError `oauth_sign_in.not_found` where another answer has led the browser away already, as `refuse` does
   */
  async allow(
    exchange: SignInExchange,
    { underWay, server }: BegunSignIn,
    person: SignedInPerson,
    scopes: readonly Scope[],
  ): Promise<string> {
    const { request, response } = exchange.raw;
    if (!(await this.authorization.claimAnswer(exchange.uid))) return this.authorization.answered(request, response);
    const subject = subjectOf(person);
    const grantId = await this.authorization.grant(
      { subject, clientId: underWay.clientId, resource: underWay.resource, scopes },
      SCOPES.filter((scope) => underWay.scopes.includes(scope)),
    );
    await this.grants.create(person.principal, {
      id: createId(),
      grantId,
      mcpServerId: server.server.id,
      clientId: underWay.clientId,
      clientName: clientOf(underWay).name,
      clientHost: clientOf(underWay).host,
      memberId: person.memberId,
      sessionGeneration: person.sessionGeneration,
      lookerSignInId: person.lookerSignInId,
      openidPersonId: person.openidPersonId,
      person: person.name,
      scopes: [...scopes],
    });
    await this.records.updateLastUsed('Client', underWay.clientId, new Date());
    return this.authorization.finish(request, response, subject, grantId);
  }

  /** Sends a client away. */
  async refuse({ uid, raw: { request, response } }: SignInExchange): Promise<string> {
    const isFirst = await this.authorization.claimAnswer(uid);
    return isFirst ? this.authorization.refuse(request, response) : this.authorization.answered(request, response);
  }
}
