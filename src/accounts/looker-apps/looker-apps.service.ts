import { Inject, Injectable } from '@nestjs/common';
import { isInAccountScope } from '../../access/account-scope.js';
import type { Principal } from '../../access/principal.js';
import { AuditService } from '../../audit/audit.service.js';
import { Broadcast } from '../../cache/broadcast.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { DatabaseService } from '../../database/database.service.js';
import type { OrganizationTransaction } from '../../database/organization-transaction.js';
import { AppError } from '../../errors/app-error.js';
import { checkIfMatch, type IfMatch } from '../../http/input/if-match.js';
import { LookerError } from '../../looker/looker-error.js';
import { redirectProblem } from '../../values/redirect-problem.js';
import { AccountCredentials } from '../account-credentials.js';
import { accountNotFound } from '../account-not-found.js';
import { AccountsRepository, type IntegratedAccount } from '../accounts.repository.js';
import { accountView } from '../accounts.view.js';
import { connectionRefusal } from '../connection-refusal.js';
import { APP_PRESETS, type AppPlace, type LookerApp, presetApp } from './app-presets.js';
import { appRefusal } from './app-refusal.js';
import type { RegisterLookerAppDto } from './looker-apps.dto.js';
import { appView, BY_HAND, type LookerAppsView } from './looker-apps.view.js';
import { AppNotKept, RegisteredApps, registrationOf } from './registered-apps.js';

/** The OAuth apps in an account's Looker by which people sign in there: the gateway's own, and those of MCP clients. */
@Injectable()
export class LookerAppsService {
  constructor(
    private readonly database: DatabaseService,
    private readonly audit: AuditService,
    private readonly accounts: AccountsRepository,
    private readonly credentials: AccountCredentials,
    private readonly apps: RegisteredApps,
    private readonly broadcast: Broadcast,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /**
   * What Looker has of each app, asked now.
   * @throws AppError `integrated_account.not_found`, `looker.*`
   */
  async get(principal: Principal, id: string): Promise<LookerAppsView> {
    const account = await this.database.read(principal.organizationId, (tx) => this.getRecord(tx, principal, id));
    return this.viewOf(account);
  }

  /**
   * Makes sure that Looker knows an app, and remembers the gateway's own. To register it again corrects it and makes no second one.
   * @throws AppError `integrated_account.not_found`, `request.invalid`, `request.precondition_failed`,
   * `looker.oauth_client_refused` with what to click in Looker, `record.conflict`, `looker.*`
   */
  async register(
    principal: Principal,
    id: string,
    body: RegisterLookerAppDto,
    ifMatch?: IfMatch,
  ): Promise<LookerAppsView> {
    const { organizationId } = principal;
    const account = await this.database.read(organizationId, (tx) => this.getRecord(tx, principal, id));
    checkIfMatch(ifMatch, account);
    const place = { publicUrl: this.settings.http.publicUrl, baseUrl: account.baseUrl };
    const app = appOf(body, place, account.oauthClientGuid);
    const isOwn = (body.preset ?? 'gateway') === 'gateway';
    const connection = await this.credentials.connection(account);
    await this.apps.ensure(connection, app).catch((error: unknown) => {
      throw error instanceof LookerError || error instanceof AppNotKept
        ? appRefusal(error, app, account.baseUrl, isOwn)
        : error;
    });
    const changed = await this.database.inTransaction(organizationId, async (tx) => {
      const current = isInAccountScope(principal, id) ? await this.accounts.findForUpdate(tx, id) : null;
      if (current === null) throw accountNotFound();
      checkIfMatch(ifMatch, current);
      if (current.baseUrl !== account.baseUrl) throw movedMeanwhile();
      const action = 'integrated_account.oauth_client_registered';
      if (!isOwn) {
        const after = { preset: body.preset, client_guid: app.clientGuid, ...registrationOf(app) };
        await this.audit.record(tx, principal, { action, recordId: id, after });
        return current;
      }
      const row = await this.accounts.update(tx, id, { oauthClientGuid: app.clientGuid });
      const [before, after] = [accountView(current), accountView(row)];
      await this.audit.record(tx, principal, { action, recordId: id, before, after });
      return row;
    });
    if (isOwn) this.broadcast.publish({ record: 'integrated_account', organizationId, id });
    return this.viewOf(changed);
  }

  private async viewOf(account: IntegratedAccount): Promise<LookerAppsView> {
    const { publicUrl } = this.settings.http;
    const known = await this.apps.list(await this.credentials.connection(account)).catch((error: unknown) => {
      throw error instanceof LookerError ? connectionRefusal(error, account.baseUrl) : error;
    });
    const apps = APP_PRESETS.flatMap((preset) => {
      const app = presetApp(preset, { publicUrl, baseUrl: account.baseUrl }, account.oauthClientGuid);
      return app === undefined ? [] : [appView(preset, app, known)];
    });
    return { client_guid: account.oauthClientGuid, apps, by_hand: BY_HAND };
  }

  private async getRecord(tx: OrganizationTransaction, principal: Principal, id: string): Promise<IntegratedAccount> {
    const account = isInAccountScope(principal, id) ? await this.accounts.find(tx, id) : null;
    if (account === null) throw accountNotFound();
    return account;
  }
}

/** The app that a body means. */
function appOf(body: RegisterLookerAppDto, place: AppPlace, known: string | null): LookerApp {
  const { preset = 'gateway', client_guid: clientGuid, redirect_uri: redirectUri, display_name: displayName } = body;
  const app = presetApp(preset, place, known);
  if (app !== undefined) {
    if (redirectUri !== undefined) throw refused('redirect_uri', 'is for the preset custom only');
    if (displayName !== undefined) throw refused('display_name', 'is for the preset custom only');
    return { ...app, clientGuid: clientGuid ?? app.clientGuid };
  }
  if (clientGuid === undefined) throw refused('client_guid', 'is required with the preset custom');
  if (redirectUri === undefined) throw refused('redirect_uri', 'is required with the preset custom');
  const problem = redirectProblem(redirectUri);
  if (problem !== undefined) throw refused('redirect_uri', problem);
  const name = displayName ?? clientGuid;
  return { clientGuid, redirectUri, displayName: name, description: name };
}

const refused = (field: string, rule: string) =>
  new AppError('request.invalid', `The request was not accepted: ${field} ${rule}. Nothing was changed.`, {
    fields: [{ path: field, rule: `${field} ${rule}` }],
  });

const movedMeanwhile = () =>
  new AppError(
    'record.conflict',
    'Somebody moved this integrated account to another Looker meanwhile. The app is registered in the one before; register it again.',
  );
