import { checkConnection } from '../doctor/check-connection.js';
import { doctorTable } from '../doctor/doctor-table.js';
import { reportView } from '../doctor/report-view.js';
import { type CommandLine, endWith, print, readArguments, usageError } from './command-line.js';

const LINE = {
  script: 'doctor',
  program: 'doctor.js',
  usage: '<the URL of an MCP server> [--json]',
  about:
    'Does what Claude, Claude Code and ChatGPT do when they are given the URL of an MCP server, and says at the first fault what to change. It works for any MCP server; run it where the clients are. No token of the URL is printed.',
  options: { json: { type: 'boolean', help: 'Prints the steps as JSON, for programs.' } },
  examples: [
    ['https://looker-mcp.example.com/mcp/lmg_url_…', 'From the address to the first call.'],
    [
      'https://looker-mcp.example.com/mcp/01994… --json',
      'A server with sign-in, up to its page to sign in; for a program.',
    ],
  ],
  ends: ['Clients can connect, whatever is remarked besides.', 'There is a fault, or the address is none.'],
} as const satisfies CommandLine;
const WHOLE_MS = 120_000;

interface Order {
  readonly url: URL;
  readonly isJson: boolean;
}

/** @throws CommandError, HelpAsked */
function readOrder(args: readonly string[]): Order {
  const { values, positionals } = readArguments(LINE, args, true);
  const [text, ...others] = positionals;
  if (text === undefined || others.length > 0) throw usageError(LINE, 'One address is needed.');
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw usageError(LINE, `"${text}" is no address that begins with https://.`);
  return { url: new URL(text), isJson: values.json === true };
}

/** Prints what was found, and says whether it is healthy. */
async function check({ url, isJson }: Order): Promise<boolean> {
  const report = await checkConnection(url, { wholeMs: WHOLE_MS });
  await print(process.stdout, isJson ? JSON.stringify(reportView(report), null, 2) : doctorTable(report));
  return report.isHealthy;
}

const run = async () => check(readOrder(process.argv.slice(2)));

run().then(
  (isHealthy) => process.exit(isHealthy ? 0 : 1),
  endWith((error) => (error instanceof Error ? error.message : String(error))),
);
