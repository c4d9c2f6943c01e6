import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../access/principal.js';
import { Broadcast } from '../cache/broadcast.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { createId } from '../database/ids.js';
import { isRecordMissing } from '../database/prisma-errors.js';
import { AppError } from '../errors/app-error.js';
import { urlProblem } from '../http/guarded-agent.js';
import { type Page, type PageQuery, pageOf, pageWindow } from '../http/page.js';
import { LookerClient, type LookerInstance } from '../looker/looker-client.js';
import { LookerError } from '../looker/looker-error.js';
import type { LookerConnection } from '../looker/looker-sessions.js';
import { AccountCredentials } from './account-credentials.js';
import type { ChangeAccountDto, ChangeLookerCredentialsDto, CreateAccountDto } from './accounts.dto.js';
import { AccountsRepository, type IntegratedAccount } from './accounts.repository.js';
import { type AccountView, accountView } from './accounts.view.js';
import { connectionRefusal } from './connection-refusal.js';

const notFound = () =>
  new AppError(
    'integrated_account.not_found',
    'There is no integrated account with this id. List them with GET /integrated-account.',
  );

@Injectable()
export class AccountsService {
  constructor(
    private readonly accounts: AccountsRepository,
    private readonly credentials: AccountCredentials,
    private readonly looker: LookerClient,
    private readonly broadcast: Broadcast,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * Connects a Looker instance: logs in once, and writes nothing when that fails.
   * @throws AppError `looker.*` saying why.
   */
  async create(principal: Principal, { name, looker }: CreateAccountDto): Promise<AccountView> {
    const { organizationId } = principal;
    const id = createId();
    const baseUrl = this.checkedBaseUrl(looker.base_url);
    const credentials = { clientId: looker.client_id, clientSecret: looker.client_secret };
    const sealedCredentials = await this.credentials.seal(organizationId, id, credentials);
    const instance = await this.identify({
      key: `${organizationId}/${id}/${sealedCredentials}`,
      baseUrl,
      ...credentials,
    });
    const account = await this.accounts.insert(organizationId, {
      id,
      name,
      baseUrl,
      sealedCredentials,
      createdBy: `${principal.subject.kind}:${principal.subject.id}`,
      ...connectedState(instance),
    });
    return accountView(account);
  }

  async list({ organizationId }: Principal, query: PageQuery): Promise<Page<AccountView>> {
    const window = pageWindow(query);
    return pageOf(await this.accounts.list(organizationId, window), window, accountView);
  }

  async get({ organizationId }: Principal, id: string): Promise<AccountView> {
    return accountView(await this.getRecord(organizationId, id));
  }

  /** Changes name or connection; a new connection is tried first, and nothing is written when it fails. */
  async change({ organizationId }: Principal, id: string, { name, looker }: ChangeAccountDto): Promise<AccountView> {
    const account = await this.getRecord(organizationId, id);
    const connection = looker === undefined ? {} : await this.reconnect(account, looker);
    const changed = await this.accounts
      .update(organizationId, id, { ...(name !== undefined && { name }), ...connection })
      .catch(missingIsNotFound);
    this.announce(organizationId, id);
    return accountView(changed);
  }

  /** Deletes the account with its MCP servers: their URLs end at once. */
  async delete({ organizationId }: Principal, id: string): Promise<void> {
    await this.accounts.remove(organizationId, id).catch(missingIsNotFound);
    this.announce(organizationId, id);
  }

  /** What is needed to call Looker as this account. */
  async getConnection(organizationId: string, id: string): Promise<LookerConnection> {
    return this.credentials.connection(await this.getRecord(organizationId, id));
  }

  /** Looker no longer accepts the account's credentials; holds until they are replaced. */
  async markNeedsReauth(organizationId: string, id: string, reason: string): Promise<void> {
    await this.accounts.update(organizationId, id, { state: 'needs_reauth', stateReason: reason });
  }

  private async getRecord(organizationId: string, id: string): Promise<IntegratedAccount> {
    const account = await this.accounts.find(organizationId, id);
    if (account === null) throw notFound();
    return account;
  }

  private async reconnect(account: IntegratedAccount, change: ChangeLookerCredentialsDto) {
    const { organizationId, id } = account;
    const current = await this.credentials.connection(account);
    const baseUrl = change.base_url === undefined ? account.baseUrl : this.checkedBaseUrl(change.base_url);
    const moved = baseUrl !== account.baseUrl;
    if (moved && change.client_secret === undefined)
      // Otherwise whoever may edit an account could have its stored secret sent to an address of their own.
      throw new AppError(
        'request.invalid',
        'A new base_url needs client_id and client_secret with it. Nothing was changed.',
        {
          fields: [{ path: 'looker.client_secret', rule: 'client_secret is required with a new base_url' }],
        },
      );
    const credentials = {
      clientId: change.client_id ?? current.clientId,
      clientSecret: change.client_secret ?? current.clientSecret,
    };
    const sealedCredentials = await this.credentials.seal(organizationId, id, credentials);
    const instance = await this.identify({
      key: `${organizationId}/${id}/${sealedCredentials}`,
      baseUrl,
      ...credentials,
    });
    return { baseUrl, sealedCredentials, ...connectedState(instance) };
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

  private async identify(connection: LookerConnection): Promise<LookerInstance> {
    try {
      return await this.looker.identify(connection);
    } catch (error) {
      throw error instanceof LookerError ? connectionRefusal(error, connection.baseUrl) : error;
    }
  }

  private announce(organizationId: string, id: string): void {
    this.broadcast.publish({ record: 'integrated_account', organizationId, id });
  }
}

const connectedState = (instance: LookerInstance) => ({
  release: instance.release,
  lookerUserId: instance.userId,
  lookerUserName: instance.userName,
  state: 'connected' as const,
  stateReason: null,
});

const missingIsNotFound = (error: unknown): never => {
  throw isRecordMissing(error) ? notFound() : error;
};
