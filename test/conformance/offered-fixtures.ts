import {
  type McpHttpHandler,
  ProtocolError,
  ProtocolErrorCode,
  type Server,
  type ServerNotifier,
} from '@modelcontextprotocol/server';
import { vi } from 'vitest';
import { ProtocolServer } from '../../src/mcp/protocol/protocol-server.js';
import { ToolListAnswers } from '../../src/mcp/protocol/tool-list-answers.js';
import { PlainServer } from '../../src/mcp/protocol/wrong-params.js';
import type { ListedTool } from '../../src/tools/selection/listed-tool.js';
import { ANSWERING_TOOLS } from './answering-tools.js';
import { ASKING_TOOLS, requestStates } from './asking-tools.js';
import type { FixtureTool } from './fixture.js';
import { offerPromptsAndResources } from './prompts-and-resources.js';
import { SESSION_TOOLS } from './session-tools.js';

const TOOLS: Readonly<Record<string, FixtureTool>> = { ...ANSWERING_TOOLS, ...ASKING_TOOLS, ...SESSION_TOOLS };

const NO_ARGUMENTS = { type: 'object' } as const;

/** The tools as `tools/list` shows them. */
const LISTED: readonly ListedTool[] = Object.entries(TOOLS).map(
  ([name, { description, inputSchema = NO_ARGUMENTS }]) => ({
    ...{ name, title: name, description, inputSchema },
    annotations: { readOnlyHint: true, destructiveHint: false, idempotentHint: true, openWorldHint: false },
  }),
);

/** What of the class is not for others. */
interface Inside {
  readonly handler: McpHttpHandler;
  serverFor(): Server;
}

/**
 * Has MCP URLs offer what the suite calls, in the place of Looker's tools. Everything else is as it is shipped: the door, the
 * headers, the checks of messages, how answers are formed, and how a list of tools is written.
 */
export function offerFixtures(): void {
  vi.spyOn(ProtocolServer.prototype as unknown as Inside, 'serverFor').mockImplementation(function (this: Inside) {
    return fixtureServer(this.handler.notify);
  });
  const { fill } = ToolListAnswers.prototype;
  vi.spyOn(ToolListAnswers.prototype, 'fill').mockImplementation(function (this: ToolListAnswers, answer, _, ...how) {
    return fill.call(this, answer, LISTED, ...how);
  });
}

function fixtureServer(notify: ServerNotifier): Server {
  const server = new PlainServer(
    { name: 'fixtures', version: '1.0.0' },
    {
      capabilities: {
        tools: { listChanged: true },
        prompts: { listChanged: true },
        resources: { listChanged: true, subscribe: true },
        completions: {},
        logging: {},
      },
      requestState: { verify: (state, context) => requestStates.verify(state, context) },
    },
  );
  server.setRequestHandler('tools/list', () => ({ tools: [] }));
  server.setRequestHandler('tools/call', ({ params }, context) => {
    const tool = TOOLS[params.name];
    if (tool === undefined) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `No tool ${params.name}`);
    return tool.answer({ context, notify });
  });
  offerPromptsAndResources(server);
  return server;
}
