import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { load } from './load.js';
import { cpuMicroseconds } from './processes.js';
import { type Round, report } from './report.js';
import { type Server, type Stops, startBareProxy, startGateway, startStandInLooker, startToolbox } from './servers.js';

const ROOT = join(import.meta.dirname, '../..');
const RESULTS = join(import.meta.dirname, 'results');
const FULL = { connections: [1, 32], rounds: 7, seconds: 4, warm: { calls: 20_000 } };
const QUICK = { connections: [32], rounds: 3, seconds: 2, warm: { seconds: 4 } };

/**
 * Measures the servers in turns, prints the table, and writes it to `results/`. Arguments: `--quick`, and `--gateway <folder>`
 * of a built gateway instead of this one, which may be given more than once.
 */
async function benchmark(args: readonly string[]): Promise<void> {
  const isQuick = args.includes('--quick');
  const given = args.flatMap((arg, index) => (args[index - 1] === '--gateway' ? [resolve(arg)] : []));
  const gateways = given.length === 0 ? [ROOT] : given;
  const plan = isQuick ? QUICK : FULL;
  const stops: Stops = [];
  const stopAll = async () => {
    for (const stop of stops.splice(0).reverse()) await stop();
  };
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void stopAll().finally(() => process.exit(1)));
  try {
    const lookerUrl = await startStandInLooker(stops);
    const servers: Server[] = [];
    for (const [index, folder] of gateways.entries())
      servers.push(await startGateway(stops, lookerUrl, folder, index === 0 ? 'gateway' : `gateway ${index + 1}`));
    servers.push(await startToolbox(stops, lookerUrl), await startBareProxy(stops, lookerUrl));
    const rounds = await measure(servers, plan, lookerUrl);
    await write(report(rounds, { gateways, plan }));
  } finally {
    await stopAll();
  }
}

async function measure(
  servers: readonly Server[],
  plan: typeof FULL | typeof QUICK,
  lookerUrl: string,
): Promise<Round[]> {
  const rounds: Round[] = [];
  for (const { call } of servers) await load(call, 32, plan.warm);
  for (const connections of plan.connections)
    for (let round = 0; round < plan.rounds; round++)
      for (const server of servers) {
        const before = await usage(server, lookerUrl);
        const { calls, seconds, p50Ms, p99Ms } = await load(server.call, connections, { seconds: plan.seconds });
        const after = await usage(server, lookerUrl);
        const each = (what: keyof typeof after) => (after[what] - before[what]) / calls;
        const perCall = { cpu: each('cpu'), databaseCpu: each('databaseCpu'), requests: each('requests') };
        rounds.push({
          server: server.name,
          connections,
          round,
          callsPerSecond: calls / seconds,
          p50Ms,
          p99Ms,
          ...perCall,
        });
      }
  return rounds;
}

const usage = async ({ pid, databasePid }: Server, lookerUrl: string) => ({
  cpu: cpuMicroseconds(pid),
  databaseCpu: databasePid === undefined ? 0 : cpuMicroseconds(databasePid),
  requests: Number(await (await fetch(`${lookerUrl}/seen`)).text()),
});

async function write({ json, markdown }: { readonly json: string; readonly markdown: string }): Promise<void> {
  await mkdir(RESULTS, { recursive: true });
  await writeFile(join(RESULTS, 'benchmark.json'), json);
  await writeFile(join(RESULTS, 'benchmark.md'), markdown);
  process.stdout.write(markdown);
}

await benchmark(process.argv.slice(2));
