import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { LOOKER_MCP_SERVER_TOOLS } from './looker-mcp-server-tools.js';
import { TOOLBOX_TOOLS } from './toolbox-tools.js';

const { byName, byOtherName } = toolCatalogue();
const ofLookerMcpServer = Object.values(LOOKER_MCP_SERVER_TOOLS).flat();
const peerTools = [...new Set([...ofLookerMcpServer, ...TOOLBOX_TOOLS])].sort();
/** The task tool that does what a peer's tool of this name does. */
const oursOf = (name: string) => byName.get(byOtherName.get(name) ?? name);

const folder = new URL('../e2e/tasks/', import.meta.url);
const tests = readdirSync(folder).map((file) => readFileSync(new URL(file, folder), 'utf8'));
/** Whether a test's title begins with the tool's name: "list_boards: finds boards by a part of their title". */
const isTested = (tool: string) => tests.some((text) => new RegExp(`\\bit\\(\\s*['"\`]${tool}: `).test(text));

it('knows 203 tools of looker-mcp-server and 51 of Toolbox', () => {
  expect([ofLookerMcpServer.length, TOOLBOX_TOOLS.length]).toEqual([203, 51]);
});

it('each tool of a peer has its equal among the task tools, which can be called by the name that the peer has for it', () => {
  expect(peerTools.filter((name) => oursOf(name)?.toolset !== 'tasks')).toEqual([]);
});

it.each(peerTools.filter((name) => oursOf(name) !== undefined))(
  'what does what %s of a peer does has a test that begins with its name',
  (name) => {
    expect(isTested(oursOf(name)?.name ?? name)).toBe(true);
  },
);
