import { bridgeEnvironment } from '../config/environment.js';
import { bridge } from '../stdio/bridge.js';
import { type CommandLine, endWith, print, readArguments, usageError } from './command-line.js';

const LINE = {
  script: 'stdio',
  program: 'stdio.js',
  usage: '--url <MCP URL>',
  about:
    'Connects a client that only starts processes, such as Claude Desktop, to an MCP URL: what the client writes goes to the URL, and what the URL answers comes back. Nothing is kept, and the URL is printed nowhere.',
  options: {
    url: {
      type: 'string',
      value: 'MCP URL',
      help: 'As it was issued. Left out: the variable LOOKER_MCP_URL, which other users of the machine cannot read.',
    },
  },
  examples: [
    ['--url https://looker-mcp.example.com/mcp/lmg_url_…', 'As the command of a server in the client’s configuration.'],
  ],
  ends: ['The client has ended.', 'The address is none.'],
} as const satisfies CommandLine;

function readUrl(args: readonly string[]): URL {
  const { values } = readArguments(LINE, args);
  const given = values.url ?? bridgeEnvironment().url;
  if (given === undefined) throw usageError(LINE, '--url is missing.');
  const url = URL.canParse(given.trim()) ? new URL(given.trim()) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol))
    throw usageError(LINE, '--url must be an MCP URL, which begins with https:// or http://.');
  return url;
}

async function run(args: readonly string[]): Promise<void> {
  await bridge({
    url: readUrl(args),
    apiToken: bridgeEnvironment().apiToken,
    input: process.stdin,
    output: process.stdout,
    log: (line) => void print(process.stderr, line),
  });
  process.exit(0);
}

/** @param args what stands behind `stdio`. */
export const runStdio = (args: readonly string[]): Promise<void> =>
  run(args).catch(endWith((error) => (error instanceof Error ? error.message : String(error))));
