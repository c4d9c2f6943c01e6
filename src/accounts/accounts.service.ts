import { Inject, Injectable } from '@nestjs/common';
import { isInAccountScope } from '../access/account-scope.js';
import { authorOf, type Principal } from '../access/principal.js';
import { AuditService } from '../audit/audit.service.js';
import { Broadcast } from '../cache/broadcast.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DatabaseService } from '../database/database.service.js';
import { createId } from '../database/ids.js';
import type { OrganizationTransaction } from '../database/organization-transaction.js';
import { AppError } from '../errors/app-error.js';
import { urlProblem } from '../http/guarded-agent.js';
import { checkIfMatch, type IfMatch } from '../http/input/if-match.js';
import { type Page, type PageQuery, pageOf, pageWindow } from '../http/page.js';
import type { LookerConnection } from '../looker/looker-connection.js';
import type { ToolCatalogue } from '../tools/catalogue/tool.js';
import { instanceCatalogue } from '../tools/instance-catalogue/instance-catalogue.js';
import { AccountCredentials } from './account-credentials.js';
import { AccountInstance } from './account-instance.js';
import { accountNotFound } from './account-not-found.js';
import type { ChangeAccountDto, ChangeLookerCredentialsDto, CreateAccountDto } from './accounts.dto.js';
import { type AccountState, AccountsRepository, type IntegratedAccount } from './accounts.repository.js';
import { type AccountView, accountView } from './accounts.view.js';

/** Each attempt asks Looker, and fails because somebody changed the account meanwhile. */
const CHANGE_ATTEMPTS_MAX = 3;

/** What calls need to know of an account. */
export interface AccountForCalls extends Pick<IntegratedAccount, 'deploymentType' | 'actsAssociatively'> {
  readonly connection: LookerConnection;
  /** Where people open this Looker, without a slash at the end. */
  readonly webUrl: string;
  /** The Looker user whom the API key acts as. */
  readonly serviceUserId: string | null;
  readonly state: AccountState;
  readonly catalogue: ToolCatalogue;
}

const changedMeanwhile = () =>
  new AppError(
    'record.conflict',
    'Others are changing this integrated account right now. Nothing was changed by you; read it again, and send your change anew.',
  );

@Injectable()
export class AccountsService {
  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly accounts: AccountsRepository,
    private readonly credentials: AccountCredentials,
    private readonly instance: AccountInstance,
    private readonly broadcast: Broadcast,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Connects a Looker instance: logs in once, and writes nothing when that fails.
   * @throws AppError `looker.*` saying why, `permission.missing` for a caller limited to another account.
   */
  async create(principal: Principal, { name, looker }: CreateAccountDto): Promise<AccountView> {
    const { organizationId } = principal;
    const id = createId();
    if (!isInAccountScope(principal, id))
      throw new AppError(
        'permission.missing',
        'This credential is limited to one integrated account and can add none.',
      );
    const baseUrl = this.checkedBaseUrl(looker.base_url);
    const credentials = { clientId: looker.client_id, clientSecret: looker.client_secret };
    const { connection, sealedCredentials } = await this.credentials.connect(
      { organizationId, id },
      baseUrl,
      credentials,
    );
    const state = await this.instance.read(connection);
    return this.database.inTransaction(organizationId, async (tx) => {
      const createdBy = authorOf(principal);
      const account = await this.accounts.insert(tx, { id, name, baseUrl, sealedCredentials, createdBy, ...state });
      const after = accountView(account);
      await this.audit.record(tx, principal, { action: 'integrated_account.created', recordId: id, after });
      return after;
    });
  }

  async list(principal: Principal, query: PageQuery): Promise<Page<AccountView>> {
    const window = pageWindow(query);
    return this.database.read(principal.organizationId, async (tx) =>
      pageOf(await this.accounts.list(tx, window, principal.integratedAccountId), window, accountView),
    );
  }

  async get(principal: Principal, id: string): Promise<AccountView> {
    return this.database.read(principal.organizationId, async (tx) =>
      accountView(await this.getRecord(tx, principal, id)),
    );
  }

  /**
   * Changes name or connection; a new connection is tried first, and nothing is written when it fails. Where the account was
   * changed while Looker was asked, the connection is tried anew on top of that: what others put there is never put back. Another
   * Looker knows nothing of the app that people signed in by at the one before.
   * @throws AppError `integrated_account.not_found`, `request.precondition_failed`, `record.conflict`, `looker.*`
   */
  async change(
    principal: Principal,
    id: string,
    { name, looker, oauth_client_guid: oauthClientGuid }: ChangeAccountDto,
    ifMatch?: IfMatch,
  ): Promise<AccountView> {
    const { organizationId } = principal;
    for (let attempt = 0; attempt < CHANGE_ATTEMPTS_MAX; attempt++) {
      const account = await this.database.read(organizationId, (tx) => this.getRecord(tx, principal, id));
      checkIfMatch(ifMatch, account);
      const connection = looker === undefined ? undefined : await this.reconnect(account, looker);
      const changed = await this.database.inTransaction(organizationId, async (tx) => {
        const current = await this.getForUpdate(tx, principal, id, ifMatch);
        if (connection !== undefined && current.version !== account.version) return undefined;
        const isOtherState = connection !== undefined && connection.state !== current.state;
        const isMoved = connection !== undefined && connection.baseUrl !== current.baseUrl;
        const row = await this.accounts.update(tx, id, {
          ...(name !== undefined && { name }),
          ...connection,
          ...(isMoved && { oauthClientGuid: null }),
          ...(oauthClientGuid !== undefined && { oauthClientGuid }),
          ...(isOtherState && { stateChangedAt: new Date() }),
        });
        const [before, after] = [accountView(current), accountView(row)];
        const action = 'integrated_account.changed';
        await this.audit.record(tx, principal, { action, recordId: id, before, after });
        return after;
      });
      if (changed === undefined) continue;
      this.announce(organizationId, id);
      return changed;
    }
    throw changedMeanwhile();
  }

  /** Deletes the account with its MCP servers: their URLs end at once. */
  async delete(principal: Principal, id: string, ifMatch?: IfMatch): Promise<void> {
    const { organizationId } = principal;
    await this.database.inTransaction(organizationId, async (tx) => {
      const before = accountView(await this.getForUpdate(tx, principal, id, ifMatch));
      await this.accounts.remove(tx, id);
      await this.audit.record(tx, principal, { action: 'integrated_account.deleted', recordId: id, before });
    });
    this.announce(organizationId, id);
  }

  /** Logs in to Looker again and reads anew what the instance is and can do. */
  async refresh(principal: Principal, id: string, ifMatch?: IfMatch): Promise<AccountView> {
    return this.change(principal, id, { looker: {} }, ifMatch);
  }

  /** What is needed to call Looker as this account, whether it answered lately, and the tools that its instance has. */
  async getInstance(organizationId: string, id: string): Promise<AccountForCalls> {
    const account = await this.database.read(organizationId, (tx) => this.accounts.find(tx, id));
    if (account === null) throw accountNotFound();
    const connection = await this.credentials.connection(account);
    return {
      connection,
      webUrl: account.webUrl ?? account.baseUrl,
      deploymentType: account.deploymentType,
      actsAssociatively: account.actsAssociatively,
      serviceUserId: account.lookerUserId,
      state: account.state,
      catalogue: instanceCatalogue(account.catalogueDifference),
    };
  }

  /** The same, for whoever may see the account. @throws AppError `integrated_account.not_found` */
  async getInstanceFor(principal: Principal, id: string): Promise<AccountForCalls> {
    if (!isInAccountScope(principal, id)) throw accountNotFound();
    return this.getInstance(principal.organizationId, id);
  }

  /** Where the account's Looker is, and by which app people sign in there. */
  async getSignIn(
    organizationId: string,
    id: string,
  ): Promise<Pick<IntegratedAccount, 'name' | 'baseUrl' | 'oauthClientGuid'>> {
    const account = await this.database.read(organizationId, (tx) => this.accounts.find(tx, id));
    if (account === null) throw accountNotFound();
    return account;
  }

  /** @throws AppError `integrated_account.not_found` */
  async getCatalogue(principal: Principal, id: string): Promise<ToolCatalogue> {
    const account = await this.database.read(principal.organizationId, (tx) => this.getRecord(tx, principal, id));
    return instanceCatalogue(account.catalogueDifference);
  }

  private async getRecord(tx: OrganizationTransaction, principal: Principal, id: string): Promise<IntegratedAccount> {
    const account = isInAccountScope(principal, id) ? await this.accounts.find(tx, id) : null;
    if (account === null) throw accountNotFound();
    return account;
  }

  /** The record, locked until the transaction ends. */
  private async getForUpdate(tx: OrganizationTransaction, principal: Principal, id: string, ifMatch: IfMatch) {
    const account = isInAccountScope(principal, id) ? await this.accounts.findForUpdate(tx, id) : null;
    if (account === null) throw accountNotFound();
    checkIfMatch(ifMatch, account);
    return account;
  }

  private async reconnect(account: IntegratedAccount, change: ChangeLookerCredentialsDto) {
    const baseUrl =
      change.base_url === undefined ? account.baseUrl : this.checkedBaseUrl(realText('base_url', change.base_url));
    const given = {
      ...(change.client_id !== undefined && { clientId: realText('client_id', change.client_id) }),
      ...(change.client_secret !== undefined && { clientSecret: realText('client_secret', change.client_secret) }),
    };
    const { connection, sealedCredentials } = await this.credentials.reconnect(account, baseUrl, given);
    return { baseUrl, sealedCredentials, ...(await this.instance.read(connection)) };
  }

  private checkedBaseUrl(text: string): string {
    const url = new URL(text);
    const problem =
      urlProblem(url, this.settings.looker) ??
      (url.pathname !== '/' || url.search !== '' || url.hash !== ''
        ? 'it must have no path, such as /api/4.0'
        : undefined);
    if (problem !== undefined)
      throw new AppError(
        'looker.address_refused',
        `The address ${url.origin} is refused: ${problem}. Nothing was changed.`,
        {
          fields: [{ path: 'looker.base_url', rule: problem }],
        },
      );
    return url.origin;
  }

  private announce(organizationId: string, id: string): void {
    this.broadcast.publish({ record: 'integrated_account', organizationId, id });
  }
}

/** Whatever the validation of the body let pass, null is not "left out". */
function realText(field: string, value: unknown): string {
  if (typeof value === 'string' && value !== '') return value;
  const rule = `${field} must be a text that is not empty`;
  throw new AppError('request.invalid', `looker.${rule}. Nothing was changed.`, {
    fields: [{ path: `looker.${field}`, rule }],
  });
}
