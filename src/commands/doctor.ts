import { parseArgs } from 'node:util';
import { checkConnection } from '../doctor/check-connection.js';
import { doctorTable } from '../doctor/doctor-table.js';
import { reportView } from '../doctor/report-view.js';

const USAGE = 'Usage: npm run --silent doctor -- <the URL of an MCP server> [--json]';
const WHOLE_MS = 120_000;

interface Order {
  readonly url: URL;
  readonly isJson: boolean;
}

/** @throws Error with a sentence for whoever typed the command. */
function readOrder(args: readonly string[]): Order {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean' } },
    allowPositionals: true,
  });
  const [text, ...others] = positionals;
  if (text === undefined || others.length > 0) throw new Error(`One address is needed.\n${USAGE}`);
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new Error(`"${text}" is no address that begins with https://.\n${USAGE}`);
  return { url: new URL(text), isJson: values.json === true };
}

/** Prints what was found, and says whether it is healthy. */
async function check({ url, isJson }: Order): Promise<boolean> {
  const report = await checkConnection(url, { wholeMs: WHOLE_MS });
  await print(process.stdout, isJson ? JSON.stringify(reportView(report), null, 2) : doctorTable(report));
  return report.isHealthy;
}

const print = (stream: NodeJS.WriteStream, text: string) =>
  new Promise<void>((resolve) => stream.write(`${text}\n`, () => resolve()));

const run = async () => check(readOrder(process.argv.slice(2)));

run().then(
  (isHealthy) => process.exit(isHealthy ? 0 : 1),
  (error: unknown) =>
    print(process.stderr, error instanceof Error ? error.message : String(error)).then(() => process.exit(1)),
);
