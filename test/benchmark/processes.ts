import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second, whatever the machine. */
const MICROSECONDS_A_TICK = 10_000;
const READY_MS_MAX = 60_000;

export class Program {
  private complaint = '';

  private constructor(private readonly child: ChildProcess) {
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.complaint = (this.complaint + text).slice(-2_000);
    });
  }

  /** Its log goes nowhere, as one that nobody reads. */
  static start(
    stops: (() => Promise<void>)[],
    file: string,
    args: readonly string[],
    env: Record<string, string>,
  ): Program {
    const { PATH = '', HOME = '' } = process.env;
    const program = new Program(
      spawn(file, args, { env: { PATH, HOME, ...env }, stdio: ['ignore', 'ignore', 'pipe'] }),
    );
    stops.push(() => program.stop());
    return program;
  }

  /** Waits until `isReady` answers true. */
  async ready(isReady: () => Promise<boolean>): Promise<void> {
    const untilMs = Date.now() + READY_MS_MAX;
    while (!(await isReady().catch(() => false))) {
      if (this.child.exitCode !== null || Date.now() > untilMs)
        throw new Error(`${this.child.spawnargs.join(' ')} did not start: ${this.complaint}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  get pid(): number {
    return Number(this.child.pid);
  }

  private async stop(): Promise<void> {
    if (this.child.exitCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }
}

/** Processor time that a process and all below it have used so far, in microseconds. */
export function cpuMicroseconds(pid: number): number {
  const all = readdirSync('/proc').flatMap((name) => (/^\d+$/.test(name) ? statOf(name) : []));
  const ofTree = (root: number): number =>
    all.reduce(
      (sum, { pid, parent, ticks }) => sum + (pid === root ? ticks : 0) + (parent === root ? ofTree(pid) : 0),
      0,
    );
  return ofTree(pid) * MICROSECONDS_A_TICK;
}

function statOf(name: string) {
  try {
    // The second field is a program's name in brackets, and may hold spaces.
    const fields = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return [{ pid: Number(name), parent: Number(fields[1]), ticks: Number(fields[11]) + Number(fields[12]) }];
  } catch {
    // It ended meanwhile.
    return [];
  }
}
