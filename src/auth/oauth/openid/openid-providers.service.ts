import { Inject, Injectable } from '@nestjs/common';
import { isInAccountScope } from '../../../access/account-scope.js';
import { PartyLimit } from '../../../access/party-limit.js';
import type { Principal } from '../../../access/principal.js';
import { AuditService } from '../../../audit/audit.service.js';
import { Broadcast } from '../../../cache/broadcast.js';
import { RateLimits } from '../../../cache/rate-limits.js';
import { SETTINGS, type Settings } from '../../../config/settings.js';
import { DatabaseService } from '../../../database/database.service.js';
import { createId } from '../../../database/ids.js';
import type { OrganizationTransaction } from '../../../database/organization-transaction.js';
import { AppError } from '../../../errors/app-error.js';
import { type AddressPolicy, urlProblem } from '../../../http/guarded-agent.js';
import { checkIfMatch, type IfMatch } from '../../../http/input/if-match.js';
import { OauthRecordsRepository } from '../server/oauth-records.repository.js';
import { type CheckOpenidProviderDto, EMAIL_CLAIM, type SetOpenidProviderDto } from './openid-providers.dto.js';
import { type OpenidProvider, OpenidProvidersRepository, type ProviderGrant } from './openid-providers.repository.js';
import { type OpenidProviderCheckView, type OpenidProviderView, openidProviderView } from './openid-providers.view.js';
import { providerCallback } from './provider-callback.js';
import { ProviderCheck } from './provider-check.js';
import { ProviderNetwork } from './provider-network.js';
import { ProviderSecrets } from './provider-secrets.js';

/** Of one organization. */
const CHECKS = { atOnceMax: 2, waitingMax: 2, waitingPerCallerMax: 2 };

/** The OpenID provider of an organization, at which people sign in to MCP servers who are no members of it. */
@Injectable()
export class OpenidProvidersService {
  private readonly publicUrl: string;
  private readonly checks = new PartyLimit(CHECKS);

  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly providers: OpenidProvidersRepository,
    private readonly secrets: ProviderSecrets,
    private readonly records: OauthRecordsRepository,
    private readonly network: ProviderNetwork,
    private readonly providerCheck: ProviderCheck,
    private readonly limits: RateLimits,
    private readonly broadcast: Broadcast,
    @Inject(SETTINGS) { http }: Settings,
  ) {
    this.publicUrl = http.publicUrl;
  }

  /** @throws AppError `permission.missing`, `openid_provider.not_found` */
  async get(principal: Principal): Promise<OpenidProviderView> {
    checkWhole(principal);
    const provider = await this.find(principal.organizationId);
    if (provider === null) throw notFound();
    return openidProviderView(provider, this.publicUrl);
  }

  /** That of an organization, as it is now. */
  find(organizationId: string): Promise<OpenidProvider | null> {
    return this.database.read(organizationId, (tx) => this.providers.find(tx));
  }

  /**
   * Sets it. As soon as it has other people, because issuer, client or claim is another one, all that it let in ends.
   * @throws AppError `permission.missing`, `request.invalid`, `request.precondition_failed`
   */
  async set(principal: Principal, body: SetOpenidProviderDto, ifMatch?: IfMatch): Promise<OpenidProviderView> {
    checkWhole(principal);
    checkIssuer(body.issuer, this.network.policy);
    const { organizationId } = principal;
    const newId = createId();
    const { row, ended } = await this.database.inTransaction(organizationId, async (tx) => {
      const before = await this.providers.findWithOrganization(tx);
      checkCondition(ifMatch, before);
      const sealedSecret = await this.secretOf(body, before, { organizationId, id: newId });
      const values = { ...valuesOf(body), sealedSecret };
      if (before === null) {
        const made = await this.providers.insert(tx, newId, values);
        const after = openidProviderView(made, this.publicUrl);
        await this.audit.record(tx, principal, { action: 'openid_provider.created', recordId: made.id, after });
        return { row: made, ended: [] };
      }
      const isOther = hasOtherPeople(before, values);
      const gone = isOther ? await this.endPeople(tx) : [];
      const changed = await this.providers.update(tx, values, isOther);
      await this.audit.record(tx, principal, {
        ...{ action: 'openid_provider.changed', recordId: changed.id },
        before: openidProviderView(before, this.publicUrl),
        after: openidProviderView(changed, this.publicUrl),
      });
      return { row: changed, ended: gone };
    });
    await this.announce(row, ended);
    return openidProviderView(row, this.publicUrl);
  }

  /**
   * Removes it, with all that it let in.
   * @throws AppError `permission.missing`, `openid_provider.not_found`, `request.precondition_failed`
   */
  async delete(principal: Principal, ifMatch?: IfMatch): Promise<void> {
    checkWhole(principal);
    const { row, ended } = await this.database.inTransaction(principal.organizationId, async (tx) => {
      const found = await this.providers.findWithOrganization(tx);
      if (found === null) throw notFound();
      checkIfMatch(ifMatch, found);
      const gone = await this.endPeople(tx);
      await this.providers.remove(tx);
      const before = openidProviderView(found, this.publicUrl);
      await this.audit.record(tx, principal, { action: 'openid_provider.deleted', recordId: found.id, before });
      return { row: found, ended: gone };
    });
    await this.announce(row, ended);
  }

  /**
   * Looks at a provider from here, whether it is set or not.
   * @throws AppError `permission.missing`, `request.invalid`, `request.rate_limited`
   */
  async check(principal: Principal, { issuer }: CheckOpenidProviderDto): Promise<OpenidProviderCheckView> {
    checkWhole(principal);
    checkIssuer(issuer, this.network.policy);
    const { organizationId } = principal;
    await this.limits.pass('connection-checks', organizationId);
    const findings = await this.checks.withSlot(organizationId, organizationId, () => this.providerCheck.look(issuer));
    return { issuer, redirect_uri: providerCallback(this.publicUrl, organizationId, issuer), ...findings };
  }

  /** Their rows go at once, and with them whatever their tokens open. */
  private async endPeople(tx: OrganizationTransaction): Promise<ProviderGrant[]> {
    const grants = await this.providers.listGrants(tx);
    await this.providers.removePeople(tx);
    return grants;
  }

  private async announce({ organizationId, id }: OpenidProvider, ended: readonly ProviderGrant[]): Promise<void> {
    this.broadcast.publish({ record: 'openid_provider', organizationId, id });
    for (const grant of ended) this.broadcast.publish({ record: 'oauth_grant', organizationId, id: grant.id });
    // Without the rows above their tokens are dead already.
    for (const { grantId } of ended) await this.records.removeGrant(grantId);
  }

  /**
   * The secret as it is to be stored. For another issuer or client nothing stored is taken over: whoever may change the provider could have
   * its secret sent to an address of their own.
   */
  private async secretOf(
    body: SetOpenidProviderDto,
    before: OpenidProvider | null,
    place: { readonly organizationId: string; readonly id: string },
  ): Promise<string | null> {
    const { client_secret: given } = body;
    if (typeof given === 'string') return this.secrets.seal(before ?? place, given);
    if (given === null || before === null) return null;
    if (before.sealedSecret !== null && (before.issuer !== body.issuer || before.clientId !== body.client_id))
      throw refused('client_secret', 'is needed with another issuer or client_id; null for a client that has none');
    return before.sealedSecret;
  }
}

const valuesOf = ({ name, issuer, client_id: clientId, person_claim: claim }: SetOpenidProviderDto) => ({
  ...{ name: name.trim(), issuer, clientId },
  personClaim: claim ?? EMAIL_CLAIM,
});

type Identifying = Pick<OpenidProvider, 'issuer' | 'clientId' | 'personClaim'>;

const hasOtherPeople = (before: Identifying, after: Identifying): boolean =>
  before.issuer !== after.issuer || before.clientId !== after.clientId || before.personClaim !== after.personClaim;

/** @throws AppError `request.precondition_failed` also where there is none: its tag is no longer what the header names. */
function checkCondition(ifMatch: IfMatch, before: OpenidProvider | null): void {
  checkIfMatch(ifMatch, before ?? { version: 0 });
}

/** @throws AppError `request.invalid` */
function checkIssuer(issuer: string, policy: AddressPolicy): void {
  const url = new URL(issuer);
  if (url.search !== '' || url.hash !== '') throw refused('issuer', 'must have no ? and no #');
  if (url.pathname.includes('/.well-known/'))
    throw refused('issuer', 'is the address before /.well-known/: leave that and what follows off');
  const problem = urlProblem(url, policy);
  if (problem !== undefined) throw refused('issuer', `is refused: ${problem}`);
}

const refused = (path: string, rule: string) =>
  new AppError('request.invalid', `${path} ${rule}. Nothing was changed.`, { fields: [{ path, rule }] });

const notFound = () =>
  new AppError(
    'openid_provider.not_found',
    'Your organization has no OpenID provider. Set one with PUT /organization/openid-provider.',
  );

function checkWhole(principal: Principal): void {
  if (!isInAccountScope(principal, 'all'))
    throw new AppError(
      'permission.missing',
      'An API token that is limited to one integrated account cannot see or change the organization. Use one without that limit.',
    );
}
