import type { SampleLooker } from '../../../apps/sample-looker/server.js';
import { PERMISSIONS } from '../../../src/access/permissions.js';
import { bearerCall } from '../../support/bearer-call.js';
import { DashboardClient, type SignIn } from '../../support/dashboard-client.js';
import { RestClient } from '../../support/rest-client.js';
import { credentialsOf } from '../../support/sample.js';
import { grantAt, signInAt } from '../../support/sign-in.js';
import { toolCallRequest } from '../../support/tool-call-request.js';

const LIST_TOOLS = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: {} };

/** What an operation is asked with so that it succeeds. */
export interface ValidRequest {
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Where the credential is another one than the API token of the owner. */
  readonly session?: DashboardClient;
  readonly bearer?: string;
}

const OWNER = { email: 'ada@acme.example', password: 'correct horse battery' };
const PROVIDER = { name: 'Acme Login', issuer: 'https://login.acme.example', client_id: 'gateway' };
const NARROW = { methods: ['read'], tags: ['dashboards'] };

/** An organization with one record of each kind, and requests to each operation that succeed on them. */
export class ValidRequests {
  private counted = 0;

  private constructor(
    readonly owner: DashboardClient,
    /** The owner of another organization. */
    private readonly stranger: DashboardClient,
    readonly apiToken: string,
    private readonly rest: RestClient,
    private readonly looker: SampleLooker,
    private readonly ids: {
      readonly account: string;
      readonly server: string;
      readonly mcpToken: string;
      readonly mcpUrl: string;
    },
  ) {}

  static readonly setUp = (code: string): ValidRequest => ({ body: { code, organization_name: 'Acme', ...OWNER } });

  /** Fills the organization that `setUp` made. */
  static async in(url: string, looker: SampleLooker, stranger: SignIn): Promise<ValidRequests> {
    const owner = await DashboardClient.signIn(url, OWNER);
    const made = await owner.post('/api-token', { name: 'Walk', scopes: [...PERMISSIONS] });
    const rest = new RestClient(url, made.body.token);
    const account = await rest.connect(credentialsOf(looker));
    const server = await rest.issue(account, { config: { ...NARROW, log_arguments: true } });
    await fetch(server.url, toolCallRequest(1, 'looker_dashboards_search', { title: 'Sales%' }));
    await owner.join('viewer@acme.example', 'viewer');
    await owner.post('/invitation', { email: 'waiting@acme.example', role: 'viewer' });
    return new ValidRequests(owner, await DashboardClient.signIn(url, stranger), made.body.token, rest, looker, {
      account,
      server: server.id,
      mcpToken: server.token,
      mcpUrl: server.url,
    });
  }

  private next = (): number => {
    this.counted += 1;
    return this.counted;
  };

  private newServer = async () => ({
    account_id: this.ids.account,
    mcp_id: (await this.rest.issue(this.ids.account, { config: NARROW })).id,
  });
  private newAccount = async () => ({ id: await this.rest.connect(credentialsOf(this.looker)) });
  private newMember = () => this.owner.join(`member-${this.next()}@acme.example`, 'viewer');
  private newInvitation = async () =>
    (await this.owner.post('/invitation', { email: `guest-${this.next()}@acme.example`, role: 'viewer' })).body;
  private newGrant = () => grantAt(this.rest, this.ids.account, OWNER);
  /** A token for the server that the owner chose, whose first use has been written down. */
  private chosen = async () => {
    const { server } = await this.newGrant();
    const single = new URL('/mcp', server.url).href;
    const { access_token } = await signInAt(single, OWNER);
    const isUsed = async () => (await this.rest.get('/oauth-grant?limit=1')).body.result[0].last_used_at !== null;
    while (!(await isUsed())) await bearerCall(single, access_token);
    return access_token;
  };
  private newToken = async () =>
    (await this.rest.post('/api-token', { name: 'Short-lived', scopes: ['logs:read'] })).body;

  /** By operation id: a request that succeeds once, on records of its own where it ends them. */
  readonly make: Readonly<Record<string, () => ValidRequest | Promise<ValidRequest>>> = {
    listAuditEvents: () => ({ query: { action: 'mcp_server.created', record_id: this.ids.server, limit: '5' } }),
    verifyAuditTrail: () => ({}),
    listToolCalls: () => ({
      query: {
        log_type: 'mcp',
        'log_type_filter[mcp_server_id]': this.ids.server,
        integrated_account_id: this.ids.account,
        ...{ tool_name: 'looker_dashboards_search', status: 'ok' },
        since: '2026-01-01T00:00:00Z',
        until: '2099-01-01T00:00:00Z',
        limit: '5',
      },
    }),
    watchToolCalls: () => ({ query: { tool_name: 'looker_dashboards_search' } }),
    getUsage: () => ({ query: { by: 'tool', mcp_server_id: this.ids.server } }),
    getUsageOfMcpServers: () => ({ query: { days: '7' } }),
    getSingleResourceMetadata: async () => {
      await this.newGrant();
      return {};
    },
    getOnlyResourceMetadata: () => ({}),
    getResourceMetadata: async () => ({ path: { id: (await this.newGrant()).server.id } }),
    createOauthClient: () => ({
      body: {
        name: 'Claude',
        redirect_uris: ['https://claude.ai/api/mcp/auth_callback'],
        has_secret: true,
        allow_client_credentials: true,
      },
    }),
    listOauthClients: () => ({ query: { limit: '5' } }),
    deleteOauthClient: async () => ({
      path: { id: (await this.rest.post('/oauth-client', { name: 'Claude' })).body.id },
    }),
    listOauthGrants: () => ({ query: { mcp_server_id: this.ids.server, limit: '5' } }),
    endOauthGrant: async () => ({ path: { id: (await this.newGrant()).id } }),
    getOrganization: () => ({}),
    getOpenidProvider: async () => {
      await this.rest.put('/organization/openid-provider', PROVIDER);
      return {};
    },
    setOpenidProvider: () => ({ body: { ...PROVIDER, client_secret: 'a secret', person_claim: 'email' } }),
    deleteOpenidProvider: async () => {
      await this.rest.put('/organization/openid-provider', PROVIDER);
      return {};
    },
    // Nothing listens there, which is one of the things that a check finds.
    checkOpenidProvider: () => ({ body: { issuer: 'http://127.0.0.1:9' } }),
    updateOrganization: () => ({
      body: {
        ...{ name: 'Acme', call_log_retention_days: 90 },
        ...{ dynamic_client_registration: true, access_token_minutes: 60, refresh_token_days: 180 },
      },
    }),
    createIntegratedAccount: () => ({
      body: { name: 'Acme BI', integration: 'looker', looker: credentialsOf(this.looker) },
    }),
    listIntegratedAccounts: () => ({ query: { limit: '5' } }),
    getIntegratedAccount: () => ({ path: { id: this.ids.account } }),
    updateIntegratedAccount: () => ({
      path: { id: this.ids.account },
      body: { name: 'Acme BI', looker: credentialsOf(this.looker), oauth_client_guid: 'notes' },
    }),
    deleteIntegratedAccount: async () => ({ path: await this.newAccount() }),
    refreshIntegratedAccount: () => ({ path: { id: this.ids.account } }),
    getLookerOauthClient: () => ({ path: { id: this.ids.account } }),
    registerLookerOauthClient: () => ({
      path: { id: this.ids.account },
      body: {
        ...{ preset: 'custom', client_guid: 'notes', display_name: 'Notes' },
        redirect_uri: 'https://notes.example.com/callback',
      },
    }),
    listIntegratedAccountTools: () => ({ path: { id: this.ids.account }, query: { methods: 'read', tags: 'boards' } }),
    createMcpServer: () => ({
      path: { account_id: this.ids.account },
      body: { name: 'Looker BI Agent', config: NARROW, expires_at: '2099-01-31T18:00:00Z' },
    }),
    createMcpServersForUsers: () => ({
      path: { account_id: this.ids.account },
      body: { users: ['3'], name: '{name}', config: NARROW, expires_at: '2099-01-31T18:00:00Z' },
    }),
    createMcpServersForUsersAsFile: () => ({ path: this.server(), body: { group_id: '3', config: NARROW } }),
    listMcpServers: () => ({ path: { account_id: this.ids.account }, query: { limit: '5' } }),
    getMcpServer: () => ({ path: this.server() }),
    listMcpServerTools: () => ({ path: this.server() }),
    updateMcpServer: () => ({ path: this.server(), body: { name: 'Agent', config: NARROW } }),
    deleteMcpServer: async () => ({ path: await this.newServer() }),
    rotateMcpServer: async () => ({ path: await this.newServer(), body: { grace_seconds: 60 } }),
    startCapture: () => ({ path: this.server(), body: { minutes: 15 } }),
    getCapture: () => ({ path: this.server() }),
    endCapture: () => ({ path: this.server() }),
    checkConnection: () => ({ path: this.server(), body: { url: this.ids.mcpUrl } }),
    getLeastPrivilege: () => ({ path: this.server(), query: { days: '30' } }),
    replayCalls: () => ({ path: this.server(), body: { config: NARROW, days: 30 } }),
    tryTool: () => ({
      path: this.server(),
      body: { tool_name: 'looker_dashboards_search', arguments: { title: 'Sales%' } },
    }),
    createApiToken: () => ({
      body: {
        ...{ name: 'Acme backend', scopes: ['logs:read'] },
        integrated_account_id: this.ids.account,
        expires_at: '2099-01-31T18:00:00Z',
      },
    }),
    listApiTokens: () => ({ query: { limit: '5' } }),
    getApiToken: async () => ({ path: { id: (await this.newToken()).id } }),
    revokeApiToken: async () => ({ path: { id: (await this.newToken()).id } }),
    getSignInMethods: () => ({}),
    signIn: async () => {
      const body = { email: `member-${this.next()}@acme.example`, password: 'the first password' };
      await this.owner.join(body.email, 'viewer', body.password);
      return { body };
    },
    getSession: () => ({ session: this.owner }),
    signOut: async () => ({ session: await this.newMember() }),
    signOutEverywhere: async () => ({ session: await this.newMember() }),
    changePassword: async () => {
      const email = `member-${this.next()}@acme.example`;
      const session = await this.owner.join(email, 'viewer', 'the first password');
      return { session, body: { current_password: 'the first password', new_password: 'the second password' } };
    },
    switchOrganization: async () => {
      const session = await this.newMember();
      return { session, body: { organization_id: (await session.get('/session')).body.organization.id } };
    },
    joinByInvitation: async () => {
      const { email, token } = await this.newInvitation();
      return { session: await this.stranger.join(email, 'viewer'), body: { token } };
    },
    beginSingleSignOn: () => ({}),
    startSingleSignOn: async () => ({ body: { token: (await this.newInvitation()).token } }),
    finishSingleSignOn: () => ({}),
    listMembers: () => ({ query: { limit: '5' } }),
    updateMember: async () => ({ path: { id: await (await this.newMember()).memberId() }, body: { role: 'admin' } }),
    removeMember: async () => ({ path: { id: await (await this.newMember()).memberId() } }),
    createInvitation: () => ({ body: { email: `guest-${this.next()}@acme.example`, role: 'viewer' } }),
    listInvitations: () => ({ query: { limit: '5' } }),
    revokeInvitation: async () => ({ path: { id: (await this.newInvitation()).id } }),
    acceptInvitation: async () => ({
      body: { token: (await this.newInvitation()).token, password: 'correct horse battery' },
    }),
    findInvitation: async () => ({ body: { token: (await this.newInvitation()).token } }),
    sendMcpMessage: () => ({ path: { token: this.ids.mcpToken }, body: LIST_TOOLS }),
    sendMcpMessageToChosenServer: async () => ({ bearer: await this.chosen(), body: LIST_TOOLS }),
    getHealth: () => ({}),
    getReadiness: () => ({}),
    listEndedAccess: () => ({ query: { limit: '5' } }),
    getAccessReport: () => ({ path: { mcp_id: this.ids.server } }),
    downloadAccessReport: () => ({ path: { mcp_id: this.ids.server } }),
    findToken: () => ({ body: { url: this.ids.mcpToken } }),
    getSetup: () => ({}),
  };

  private server = () => ({ account_id: this.ids.account, mcp_id: this.ids.server });
}
