import { Injectable } from '@nestjs/common';
import type { Principal } from '../../access/principal.js';
import { callLogEntryView } from '../../call-log/activity.view.js';
import { CallLogRepository } from '../../call-log/call-log.repository.js';
import { type ServerCalls, type ToolUsage, ToolUsageRepository } from '../../call-log/tool-usage.repository.js';
import { DatabaseService } from '../../database/database.service.js';
import type { OrganizationTransaction } from '../../database/organization-transaction.js';
import { AppError } from '../../errors/app-error.js';
import { findDiscoveryTool } from '../../tools/search/discovery-tools.js';
import type { ToolSelection } from '../../tools/selection/exposed-tools.js';
import { DAY_MS } from '../../values/day-ms.js';
import { type ConfigChange, changedConfig } from '../mcp-server-config.js';
import type { McpServerAddress } from '../mcp-servers.repository.js';
import { McpServersService } from '../mcp-servers.service.js';
import { storedConfig } from '../stored-config.js';
import { leastPrivilege } from './least-privilege.js';
import type { LeastPrivilegeView, ReplayView } from './least-privilege.view.js';
import { offerOf, offerView } from './offer.js';

const DAYS_DEFAULT = 30;
const NEWEST_MAX = 20;

interface Proposal {
  readonly config: ConfigChange;
  readonly days?: number | undefined;
}

/** The days whose calls are looked at. */
interface Days {
  readonly days: number;
  readonly days_max: number;
  readonly since: Date;
}

/** What the calls of a server needed, and what another config would have made of them. Reads the log; calls nobody. */
@Injectable()
export class LeastPrivilegeService {
  constructor(
    private readonly database: DatabaseService,
    private readonly servers: McpServersService,
    private readonly callLog: CallLogRepository,
    private readonly toolUsage: ToolUsageRepository,
  ) {}

  /** @throws AppError `mcp_server.not_found`, `request.invalid` for more days than are kept, `permission.missing` */
  async report(
    principal: Principal,
    address: McpServerAddress,
    asked: number | undefined,
    now: Date,
  ): Promise<LeastPrivilegeView> {
    checkMayReadServers(principal);
    const [server, catalogue] = await this.servers.getWithCatalogue(principal, address);
    const { uses, ...period } = await this.database.report(principal.organizationId, async (tx) => {
      const found = await this.daysOf(tx, asked, now);
      return { ...found, uses: await this.toolUsage.sum(tx, callsOf(address, found)) };
    });
    const config = storedConfig(server);
    const offer = await offerOf(config, catalogue);
    return {
      ...periodView(period),
      ...countsView(replayedCalls(uses, offer)),
      ...(await leastPrivilege({ config, offer }, uses)),
    };
  }

  /**
   * Judges the calls by the config as it would be after a PATCH.
   * @throws AppError as `report` does, and what a PATCH with this config would be refused with.
   */
  async replay(principal: Principal, address: McpServerAddress, proposal: Proposal, now: Date): Promise<ReplayView> {
    checkMayReadServers(principal);
    const [server, catalogue] = await this.servers.getWithCatalogue(principal, address);
    const stored = storedConfig(server);
    const config = await changedConfig(stored, proposal.config, catalogue);
    const offer = await offerOf(config, catalogue);
    return this.database.report(principal.organizationId, async (tx) => {
      const period = await this.daysOf(tx, proposal.days, now);
      const calls = callsOf(address, period);
      const replayed = replayedCalls(await this.toolUsage.sum(tx, calls), offer);
      const { refused } = replayed;
      const refused_calls = sumOf(refused, 'calls');
      const newest =
        refused_calls === 0
          ? []
          : await this.toolUsage.listNewest(
              tx,
              calls,
              refused.map(({ toolName }) => toolName),
              // Without more to find, the search for more would read all calls.
              Math.min(NEWEST_MAX, refused_calls),
            );
      return {
        ...periodView(period),
        ...countsView(replayed),
        offer: offerView(offer),
        refused_calls,
        refused_worked: sumOf(refused, 'worked'),
        discovery_refused: replayed.discoveryRefused,
        refused_tools: refused.map(({ toolName, calls, worked, lastUsedAt }) => ({
          ...{ name: toolName, calls, worked },
          last_used_at: lastUsedAt.toISOString(),
        })),
        newest: newest.map(callLogEntryView),
      };
    });
  }

  private async daysOf(tx: OrganizationTransaction, asked: number | undefined, now: Date): Promise<Days> {
    const days_max = (await this.callLog.findRetentionDays(tx)) ?? DAYS_DEFAULT;
    const days = asked ?? Math.min(DAYS_DEFAULT, days_max);
    if (days > days_max) {
      const rule = `days must be at most ${days_max}: the organization keeps calls no longer`;
      throw new AppError('request.invalid', `${rule}.`, { fields: [{ path: 'days', rule }] });
    }
    return { days, days_max, since: new Date(now.getTime() - days * DAY_MS) };
  }
}

/** The route asks for `logs:read`; what a server may do is for those who may read servers. */
function checkMayReadServers({ permissions }: Principal): void {
  if (!permissions.has('mcp_servers:read'))
    throw new AppError('permission.missing', 'This needs the permission mcp_servers:read.');
}

const callsOf = ({ id }: McpServerAddress, { since }: Days): ServerCalls => ({ mcpServerId: id, since });

const periodView = ({ since, ...days }: Days) => ({ ...days, since: since.toISOString() });

const countsView = ({ calls, unknown, discovery }: ReturnType<typeof replayedCalls>) => ({
  calls,
  unknown_calls: unknown,
  discovery_calls: discovery,
});

const sumOf = (uses: readonly ToolUsage[], field: 'calls' | 'worked' = 'calls') =>
  uses.reduce((sum, use) => sum + use[field], 0);

/** Calls of the log, judged by a config that the server did not have when they were made. */
interface ReplayedCalls {
  /** All calls of the period. */
  readonly calls: number;
  /** Calls of names that the server did not offer then: they failed already, and are not judged again. */
  readonly unknown: number;
  /** Calls of the tools that search the others, and no calls of Looker's own. */
  readonly discovery: number;
  /** Of those, the ones that the config refuses, since with it the server lists its tools and has none that search. */
  readonly discoveryRefused: number;
  /** The tools that the offer lacks and that were called, the most called first. */
  readonly refused: readonly (ToolUsage & { readonly toolName: string })[];
}

/** The log names the tool that was called, also where the call came by way of a discovery tool: such calls are judged by it. */
function replayedCalls(uses: readonly ToolUsage[], { tools, exposed }: ToolSelection): ReplayedCalls {
  const known = uses.flatMap(({ toolName, ...use }) => (toolName === null ? [] : [{ ...use, toolName }]));
  const discovery = sumOf(known.filter(({ toolName }) => findDiscoveryTool(toolName) !== undefined));
  return {
    calls: sumOf(uses),
    unknown: sumOf(uses.filter(({ toolName }) => toolName === null)),
    discovery,
    discoveryRefused: exposed.hasDiscovery ? 0 : discovery,
    refused: known.filter(({ toolName }) => findDiscoveryTool(toolName) === undefined && !tools.has(toolName)),
  };
}
