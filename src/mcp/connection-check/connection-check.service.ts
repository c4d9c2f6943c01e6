import { Inject, Injectable } from '@nestjs/common';
import { PartyLimit } from '../../access/party-limit.js';
import type { Principal } from '../../access/principal.js';
import { LookerAppsService } from '../../accounts/looker-apps/looker-apps.service.js';
import { RateLimits } from '../../cache/rate-limits.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { checkConnection } from '../../doctor/check-connection.js';
import { type ReportFields, reportView } from '../../doctor/report-view.js';
import { type Entry, fault, ok, type Step } from '../../doctor/step.js';
import { AppError } from '../../errors/app-error.js';
import { McpServerUrlsService } from '../../mcp-servers/mcp-server-urls.service.js';
import type { McpServer, McpServerAddress } from '../../mcp-servers/mcp-servers.repository.js';
import { McpServersService } from '../../mcp-servers/mcp-servers.service.js';
import { mcpUrl } from '../../mcp-servers/mcp-url.js';
import type { ServerAuth, SignInConfig } from '../../mcp-servers/sign-in-config.js';
import { storedConfig } from '../../mcp-servers/stored-config.js';
import type { ConnectionCheckDto } from './connection-check.dto.js';
import { lookerAppStep } from './looker-app-step.js';

/** Shorter than proxies wait for an answer. */
const WHOLE_MS = 50_000;
/** Of one organization: its Looker may be slow, and no other's check waits for it. */
const AT_ONCE = { atOnceMax: 2, waitingMax: 2, waitingPerCallerMax: 2 };
/** What clients may have been given: the URL, with what some of them need at its end. */
const PATH = /^\/mcp\/([^/]+)(?:\/mcp)?\/?$/i;

const ENTRIES: Readonly<Record<ServerAuth, Entry>> = { url: 'open', api_token: 'token', oauth: 'sign-in' };

/** Connects to a server of the gateway as clients do, from the gateway's own machine by its public address. */
@Injectable()
export class ConnectionCheckService {
  private readonly slots = new PartyLimit(AT_ONCE);

  constructor(
    private readonly servers: McpServersService,
    private readonly urls: McpServerUrlsService,
    private readonly lookerApps: LookerAppsService,
    private readonly limits: RateLimits,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** @throws AppError `mcp_server.not_found`, `request.invalid`, `request.rate_limited` */
  async check(principal: Principal, address: McpServerAddress, { url }: ConnectionCheckDto): Promise<ReportFields> {
    const { server } = await this.servers.getOpened(principal, address);
    const config = storedConfig(server);
    const target = await this.targetOf(principal, server, config.auth, url);
    const { organizationId } = principal;
    await this.limits.pass('connection-checks', organizationId);
    const { publicUrl } = this.settings.http;
    const options = {
      ...{ wholeMs: WHOLE_MS, expected: ENTRIES[config.auth], onlyOrigin: new URL(publicUrl).origin },
      ...{
        isIssuerAsked: config.oauth.provider === 'gateway',
        earlierSteps: [expiryStep(server, new Date())],
        laterSteps: this.lookerSteps(principal, server, config),
      },
    };
    return this.slots.withSlot(organizationId, organizationId, async () =>
      reportView(await checkConnection(target, options)),
    );
  }

  /** Of a server at which people sign in at Looker, what Looker has to know for that. */
  private lookerSteps(principal: Principal, { integratedAccountId }: McpServer, { oauth }: SignInConfig): Step[] {
    const read = () => this.lookerApps.get(principal, integratedAccountId);
    if (oauth.provider === 'looker') return [lookerAppStep('claude-desktop', read)];
    return oauth.provider === 'gateway' && oauth.sign_in.includes('looker') ? [lookerAppStep('gateway', read)] : [];
  }

  /** The URL to connect to: one of this very server, at the gateway's public address. */
  private async targetOf(
    principal: Principal,
    server: McpServer,
    auth: ServerAuth,
    typed: string | undefined,
  ): Promise<URL> {
    const { publicUrl } = this.settings.http;
    if (typed === undefined) {
      if (auth === 'oauth') return new URL(mcpUrl(publicUrl, server.id));
      throw refused(
        'is needed: of a URL without sign-in the gateway knows a digest only. Paste it as the client has it',
      );
    }
    const url = URL.canParse(typed) ? new URL(typed) : undefined;
    if (url === undefined || url.origin !== new URL(publicUrl).origin)
      throw refused(
        `must begin with ${publicUrl}, this gateway's PUBLIC_URL: nothing else is asked from here. For any other address run npm run doctor where the clients are`,
      );
    const token = PATH.exec(url.pathname)?.[1];
    const opened = token === undefined ? undefined : await this.openedBy(token, principal);
    if (opened?.organizationId !== server.organizationId || opened.id !== server.id)
      throw refused('opens another server, or none: paste the whole URL of this one');
    return url;
  }

  private async openedBy(token: string, { from }: Principal): Promise<McpServer | undefined> {
    const opened =
      (await this.urls.findByPublicId(token, from.address)) ?? (await this.urls.findByToken(token, from.address));
    return opened?.server;
  }
}

/** A client is told of a server that has expired only that there is none. */
const expiryStep = ({ expiresAt }: McpServer, now: Date): Step => ({
  name: 'Expiry',
  run: async () => {
    if (expiresAt === null) return ok('The server does not expire.');
    const at = expiresAt.toISOString();
    return expiresAt <= now
      ? fault(`The server expired at ${at}, so that its URL opens nothing: extend it on its page, or issue a new one.`)
      : ok(`The server does not expire before ${at}.`);
  },
});

const refused = (rule: string) =>
  new AppError('request.invalid', `url ${rule}.`, { fields: [{ path: 'url', rule: `url ${rule}` }] });
