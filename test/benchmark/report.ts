import { cpus } from 'node:os';

/** What one server did in its turn; processor time in microseconds a call, requests to Looker a call. */
export interface Round {
  readonly server: string;
  readonly connections: number;
  readonly round: number;
  readonly callsPerSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly cpu: number;
  readonly databaseCpu: number;
  readonly requests: number;
}

type Figure = Exclude<keyof Round, 'server' | 'connections' | 'round'>;

const COLUMNS: readonly (readonly [heading: string, figure: Figure, digits: number])[] = [
  ['calls/s', 'callsPerSecond', 0],
  ['p50 ms', 'p50Ms', 2],
  ['p99 ms', 'p99Ms', 2],
  ['CPU µs a call', 'cpu', 0],
  ['of the database', 'databaseCpu', 0],
  ['requests to Looker a call', 'requests', 2],
];

/** The table for people and all figures for programs. */
export function report(rounds: readonly Round[], about: object): { readonly json: string; readonly markdown: string } {
  const machine = { date: new Date().toISOString(), node: process.version, cpus: cpus().map(({ model }) => model) };
  const rows = groups(rounds).map(([key, own]) => {
    const figures = COLUMNS.map(([, figure, digits]) =>
      spread(
        own.map((round) => round[figure]),
        digits,
      ),
    );
    return `| ${key} | ${figures.join(' | ')} |`;
  });
  const markdown = [
    `Plain read by \`tools/call\`, ${machine.date}, Node ${machine.node}, ${machine.cpus.length} × ${machine.cpus[0]}.`,
    'Median (lowest to highest of the rounds).\n',
    `| server, connections | ${COLUMNS.map(([heading]) => heading).join(' | ')} |`,
    `|---|${COLUMNS.map(() => '---|').join('')}`,
    ...rows,
    '',
    ...ratios(rounds),
    '',
  ].join('\n');
  return { json: `${JSON.stringify({ ...machine, ...about, rounds }, null, 2)}\n`, markdown };
}

function groups(rounds: readonly Round[]): [key: string, own: Round[]][] {
  const groups = new Map<string, Round[]>();
  for (const round of rounds) {
    const key = `${round.server}, ${round.connections}`;
    groups.set(key, [...(groups.get(key) ?? []), round]);
  }
  return [...groups];
}

/** The gateway beside each other server in the same round, so that what slows the machine slows both. */
function ratios(rounds: readonly Round[]): string[] {
  const ours = rounds.filter(({ server }) => server === 'gateway');
  const others = [...new Set(rounds.map(({ server }) => server))].filter((server) => server !== 'gateway');
  return [...new Set(rounds.map(({ connections }) => connections))].flatMap((connections) =>
    others.map((server) => {
      const ratio = (figure: Figure) =>
        ours.flatMap((own) => {
          const other = rounds.find(
            (one) => one.server === server && one.round === own.round && one.connections === connections,
          );
          return other === undefined || own.connections !== connections ? [] : [own[figure] / other[figure]];
        });
      return `gateway / ${server}, ${connections} connections: calls/s ${spread(ratio('callsPerSecond'), 2)}, CPU a call ${spread(ratio('cpu'), 2)}  `;
    }),
  );
}

function spread(values: readonly number[], digits: number): string {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, median, high] = [0, 0.5, 1].map((part) =>
    (sorted[Math.round((sorted.length - 1) * part)] ?? 0).toFixed(digits),
  );
  return low === high ? `${median}` : `${median} (${low} to ${high})`;
}
