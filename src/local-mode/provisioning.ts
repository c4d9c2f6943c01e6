import type { INestApplicationContext } from '@nestjs/common';
import { PERMISSIONS } from '../access/permissions.js';
import { type Principal, systemPrincipal } from '../access/principal.js';
import { AccountsService } from '../accounts/accounts.service.js';
import { LookerAppsService } from '../accounts/looker-apps/looker-apps.service.js';
import { ApiTokensService } from '../auth/api-tokens/api-tokens.service.js';
import { ApiTokenResolver } from '../auth/rest-credentials/api-token-resolver.js';
import { McpServerIssuingService } from '../mcp-servers/mcp-server-issuing.service.js';
import { McpServerUrlsService } from '../mcp-servers/mcp-server-urls.service.js';
import { McpServersService } from '../mcp-servers/mcp-servers.service.js';
import { OrganizationsService } from '../organizations/organizations.service.js';
import { METHOD_GROUPS } from '../tools/catalogue/tool-filter.js';
import type { LocalRecord, SampleLookerRecord } from './local-record.js';

/** The one organization of local mode has a fixed id, so that a lost `local.json` finds it again. */
const LOCAL_ORGANIZATION_ID = '01900000-0000-7000-8000-000000000001';
const SAMPLE_ACCOUNT_NAME = 'Sample Looker';
const SIGN_IN_SERVER_NAME = 'Looker (local, with sign-in)';
const ADMIN_EMAIL = 'admin@localhost';

type Known = Partial<LocalRecord>;

/** Brings the records of local mode into being, keeping whatever an earlier start made and `local.json` still knows. */
export class Provisioning {
  private readonly organizations: OrganizationsService;
  private readonly apiTokens: ApiTokensService;
  private readonly apiTokenResolver: ApiTokenResolver;
  private readonly accounts: AccountsService;
  private readonly lookerApps: LookerAppsService;
  private readonly servers: McpServersService;
  private readonly issuing: McpServerIssuingService;
  private readonly urls: McpServerUrlsService;

  constructor(app: INestApplicationContext) {
    this.organizations = app.get(OrganizationsService, { strict: false });
    this.apiTokens = app.get(ApiTokensService, { strict: false });
    this.apiTokenResolver = app.get(ApiTokenResolver, { strict: false });
    this.accounts = app.get(AccountsService, { strict: false });
    this.lookerApps = app.get(LookerAppsService, { strict: false });
    this.servers = app.get(McpServersService, { strict: false });
    this.issuing = app.get(McpServerIssuingService, { strict: false });
    this.urls = app.get(McpServerUrlsService, { strict: false });
  }

  /** The owner's password: the known one, or a new one in its place. */
  async admin(known: Known) {
    if (known.admin_email !== undefined && known.admin_password !== undefined && known.api_token !== undefined)
      if (await this.isKnownToken(known.api_token))
        return { admin_email: known.admin_email, admin_password: known.admin_password };
    const owner = await this.organizations.ensure(LOCAL_ORGANIZATION_ID, 'Local', ADMIN_EMAIL);
    return { admin_email: owner.ownerEmail, admin_password: owner.ownerPassword };
  }

  async apiToken(known: Known): Promise<{ api_token: string; principal: Principal }> {
    const principal = systemPrincipal(LOCAL_ORGANIZATION_ID, 'local mode');
    if (known.api_token !== undefined && (await this.isKnownToken(known.api_token)))
      return { api_token: known.api_token, principal };
    const created = await this.apiTokens.create(principal, { name: 'Local mode', scopes: [...PERMISSIONS] });
    return { api_token: created.token, principal };
  }

  /** The account of the sample Looker, led to where the sample listens now. */
  async account(principal: Principal, sample: SampleLookerRecord): Promise<string> {
    const { result } = await this.accounts.list(principal, { limit: 100 });
    const account = result.find(({ name }) => name === SAMPLE_ACCOUNT_NAME);
    if (account === undefined)
      return (await this.accounts.create(principal, { name: SAMPLE_ACCOUNT_NAME, looker: sample })).id;
    if (account.looker.base_url !== sample.base_url || account.state !== 'connected')
      await this.accounts.change(principal, account.id, { looker: sample });
    return account.id;
  }

  async server(principal: Principal, known: Known, integratedAccountId: string, baseUrl: string) {
    const token = known.mcp_url?.split('/').at(-1);
    const opened = token === undefined ? undefined : await this.urls.findByToken(token, principal.from.address);
    if (opened?.server.integratedAccountId === integratedAccountId)
      return { mcp_server_id: opened.server.id, mcp_url: `${baseUrl}/mcp/${token}` };
    const created = await this.issuing.create(principal, integratedAccountId, {
      name: 'Looker (local)',
      config: { methods: [...METHOD_GROUPS] },
    });
    return { mcp_server_id: created.id, mcp_url: created.url };
  }

  /** The URL at which people sign in at the sample, which forgets its apps whenever it ends. */
  async signInServer(principal: Principal, integratedAccountId: string) {
    const { apps, client_guid: guid } = await this.lookerApps.get(principal, integratedAccountId);
    const isKnown = apps.some(({ client_guid: each, state }) => each === guid && state === 'registered');
    if (!isKnown) await this.lookerApps.register(principal, integratedAccountId, {});
    const { result } = await this.servers.list(principal, integratedAccountId, { limit: 100 });
    const server =
      result.find(({ name, config }) => name === SIGN_IN_SERVER_NAME && config.auth === 'oauth') ??
      (await this.issuing.create(principal, integratedAccountId, {
        name: SIGN_IN_SERVER_NAME,
        config: {
          methods: [...METHOD_GROUPS],
          auth: 'oauth',
          oauth: { sign_in: ['looker'] },
          identity: { kind: 'caller' },
        },
      }));
    return {
      sign_in_mcp_server_id: server.id,
      ...(server.url !== null && { sign_in_mcp_url: server.url }),
    };
  }

  private isKnownToken(token: string): Promise<boolean> {
    const { from } = systemPrincipal(LOCAL_ORGANIZATION_ID, 'local mode');
    const request = { method: 'GET', headers: { authorization: `Bearer ${token}` }, from };
    return this.apiTokenResolver.resolve(request, new Date()).then(
      () => true,
      () => false,
    );
  }
}
