import { expect } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { AlteredLooker } from './altered-looker.js';
import { startGateway, type TestGateway } from './gateway.js';
import { connectModern, type McpClient } from './mcp-clients.js';
import type { RestClient } from './rest-client.js';
import { askLooker, credentialsOf } from './sample.js';

export const RUN_DASHBOARD = 'looker_dashboards_run';

/** A tile as a program sees it. */
export interface SeenTile {
  readonly id: string;
  readonly title: string;
  readonly rows?: unknown[][];
  readonly columns?: { name: string }[];
  readonly time_zone?: string;
  readonly error?: string;
  readonly skipped?: string;
  readonly truncated?: { readonly reason: string; readonly hint: string };
  readonly merged?: {
    readonly sources: { name: string; query_id: string; filters: object }[];
    readonly notes: string[];
  };
  readonly tables?: { name: string; rows?: unknown[][] }[];
}

export interface SeenDashboard {
  readonly dashboard: {
    readonly filters: Record<string, string>;
    readonly time_zone?: string;
    readonly not_run?: string;
  };
  readonly tiles: readonly SeenTile[];
}

/** A gateway whose Looker answers what a test says, and clients of it that run dashboards. */
export class DashboardCalls {
  private constructor(
    readonly sample: SampleLooker,
    readonly looker: AlteredLooker,
    readonly rest: RestClient,
    readonly client: McpClient,
    /** Of a server that only reads. */
    readonly reader: McpClient,
    private readonly gateway: TestGateway,
  ) {}

  static async start(): Promise<DashboardCalls> {
    const sample = await startSampleLooker();
    const looker = await AlteredLooker.start(sample);
    const gateway = await startGateway();
    const { rest } = await gateway.createOrganization('Acme');
    const accountId = await rest.connect(credentialsOf(looker));
    const client = await connectModern((await rest.issue(accountId)).url);
    const reader = await connectModern((await rest.issue(accountId, { config: { methods: ['read'] } })).url);
    return new DashboardCalls(sample, looker, rest, client, reader, gateway);
  }

  /** What an earlier test told and asked is forgotten. */
  reset(): void {
    this.looker.asked.length = 0;
    this.looker.answers.clear();
  }

  async close(): Promise<void> {
    await Promise.all([this.client.close(), this.reader.close()]);
    await this.gateway.close();
    await Promise.all([this.looker.close(), this.sample.close()]);
  }

  async run(args: Record<string, unknown>, from = this.client): Promise<SeenDashboard & { readonly text: string }> {
    const { text, isError, structured } = await from.callTool(RUN_DASHBOARD, args);
    expect(isError, text).toBe(false);
    return { ...(structured as SeenDashboard), text };
  }

  /** Makes a record in Looker. */
  async idOf(path: string, body: object): Promise<string> {
    return ((await askLooker(this.sample, 'POST', path, body)) as { id: string }).id;
  }

  /** Makes a dashboard with these tiles in Looker. */
  async made(dashboard: object, ...tiles: object[]): Promise<string> {
    const id = await this.idOf('/dashboards', { title: crypto.randomUUID(), folder_id: '1', ...dashboard });
    for (const tile of tiles) await this.idOf('/dashboard_elements', { dashboard_id: id, type: 'vis', ...tile });
    return id;
  }

  rowsAtLooker(query: object): Promise<unknown> {
    return askLooker(this.sample, 'POST', '/queries/run/json', query);
  }

  /** Lets Looker answer a dashboard with these tiles, whatever they are; and what a call names it by. */
  answered(tiles: readonly unknown[], more: object = {}): { dashboard_id: string } {
    const dashboard = { id: '900', title: 'Odd', dashboard_filters: [], dashboard_elements: tiles, ...more };
    this.looker.answers.set('GET /dashboards/900', dashboard);
    return { dashboard_id: '900' };
  }
}

/** A filter of a dashboard. */
export const filterOf = (name: unknown, value: unknown) => ({
  ...{ name, title: name, type: 'field_filter', default_value: value },
});
