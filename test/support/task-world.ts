import { type SampleLooker, type SampleLookerOptions, startSampleLooker } from '../../apps/sample-looker/server.js';
import { catalogueOfTools, toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { knownTags } from '../../src/tools/catalogue/tool-filter.js';
import { startGateway, type TestGateway } from './gateway.js';
import { connectModern, type McpClient, type ToolResult } from './mcp-clients.js';
import type { RestClient } from './rest-client.js';
import { askLooker, credentialsOf } from './sample.js';

/** A sample Looker, a gateway, and a client at a URL with all task tools, hidden ones too. */
export interface TaskWorld {
  readonly looker: SampleLooker;
  readonly gateway: TestGateway;
  readonly rest: RestClient;
  readonly accountId: string;
  readonly client: McpClient;
  /** Calls a tool; fails the test where the tool fails. */
  result(name: string, args?: Record<string, unknown>): Promise<ToolResult>;
  /** What a tool answers, read as JSON. */
  call<Answer = Record<string, unknown>>(name: string, args?: Record<string, unknown>): Promise<Answer>;
  /** The text of a tool that is to fail. */
  refusal(name: string, args?: Record<string, unknown>): Promise<string>;
  /** Asks Looker itself, past the gateway: what a call has done is seen there. */
  ask<Answer = Record<string, unknown>>(verb: string, path: string, body?: unknown): Promise<Answer>;
  close(): Promise<void>;
}

interface TaskWorldOptions {
  readonly sample?: SampleLookerOptions;
  /** Laid over the config of the URL: toolsets `tasks`, every method, every hidden tool. */
  readonly config?: Record<string, unknown>;
  /** Settings of the gateway. */
  readonly environment?: Record<string, string>;
}

/** The groups, and what hidden tools are asked for by. */
const allTags = () => knownTags(catalogueOfTools(toolCatalogue().tools.filter(({ toolset }) => toolset === 'tasks')));

export async function startTaskWorld({
  sample = {},
  config = {},
  environment = {},
}: TaskWorldOptions = {}): Promise<TaskWorld> {
  const looker = await startSampleLooker(sample);
  const gateway = await startGateway(environment);
  const { rest } = await gateway.createOrganization('Acme');
  const accountId = await rest.connect(credentialsOf(looker));
  const everything = {
    toolsets: ['tasks'],
    methods: ['read', 'write'],
    tags: allTags(),
    tool_exposure: 'all',
    ...config,
  };
  const client = await connectModern((await rest.issue(accountId, { config: everything })).url);
  const result = async (name: string, args: Record<string, unknown> = {}) => {
    const answer = await client.callTool(name, args);
    if (answer.isError) throw new Error(`${name} failed: ${answer.text}`);
    return answer;
  };
  return {
    ...{ looker, gateway, rest, accountId, client, result },
    call: async <Answer>(name: string, args?: Record<string, unknown>) =>
      JSON.parse((await result(name, args)).texts[0] ?? '') as Answer,
    refusal: async (name, args = {}) => {
      const answer = await client.callTool(name, args);
      if (!answer.isError) throw new Error(`${name} did not fail: ${answer.text}`);
      return answer.text;
    },
    ask: async <Answer>(verb: string, path: string, body?: unknown) =>
      (await askLooker(looker, verb, path, body)) as Answer,
    close: async () => {
      await client.close();
      await gateway.close();
      await looker.close();
    },
  };
}
