import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PACKAGE_ROOT } from '../../src/config/settings.js';
import { freePort } from './free-port.js';

const run = promisify(execFile);
const program = (name: string) => join(PACKAGE_ROOT, 'dist', name);

/** The Node that the gateway's own processes run on. */
const NODE = process.env.GATEWAY_NODE ?? process.execPath;
const MONITOR = new URL('loop-monitor.mjs', import.meta.url).href;

/** What `loop-monitor.mjs` measured; times in milliseconds. */
export interface HeldLoop {
  readonly holdMs: number;
  readonly cpuHoldMs: number;
  readonly grownMb: number;
}

/** The built gateway in a process of its own, as one of several on the same database. */
export class GatewayProcess {
  private constructor(
    readonly url: string,
    private readonly child: ChildProcess,
  ) {}

  /**
   * @param onLog takes everything that the process writes.
   * @param publicUrl where clients reach it; left out: at its own address.
   */
  static async start(
    environment: Record<string, string>,
    onLog?: (text: string) => void,
    publicUrl?: string,
  ): Promise<GatewayProcess> {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const output = onLog === undefined ? (['ignore', 'inherit'] as const) : (['pipe', 'pipe'] as const);
    const child = spawn(NODE, ['--import', MONITOR, program('main.js')], {
      env: { ...environment, PORT: String(port), PUBLIC_URL: publicUrl ?? url },
      stdio: ['ignore', ...output, 'ipc'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.setEncoding('utf8').on('data', (text: string) => onLog?.(text));
    const gateway = new GatewayProcess(url, child);
    await gateway.ready();
    return gateway;
  }

  /** How much memory it takes, in MiB (resident set). */
  async memoryMib(): Promise<number> {
    const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(this.child.pid)]);
    return Math.round(Number(stdout) / 1024);
  }

  /** How long its event loop was held at most while something is done, and how far its memory grew. */
  async heldDuring(work: () => Promise<void>): Promise<HeldLoop> {
    await this.askMonitor('reset');
    await work();
    return this.askMonitor('read');
  }

  private askMonitor(question: 'reset' | 'read'): Promise<HeldLoop> {
    return new Promise((resolve) => {
      const onMessage = (message: HeldLoop & { readonly monitor?: string }) => {
        if (message.monitor !== question) return;
        this.child.off('message', onMessage);
        resolve(message);
      };
      this.child.on('message', onMessage);
      this.child.send(question);
    });
  }

  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    this.child.kill('SIGTERM');
    await once(this.child, 'exit');
  }

  /** Ends it at once, in the middle of whatever it does. */
  async kill(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }

  private async ready(): Promise<void> {
    for (;;) {
      if (this.child.exitCode !== null) throw new Error(`the gateway ended with ${this.child.exitCode}`);
      const answer = await fetch(`${this.url}/readyz`).catch(() => undefined);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** The API token of a new organization, made by the command for it. */
export const createOrganization = async (environment: Record<string, string>): Promise<string> =>
  (await createOwned(environment)).apiToken;

/** The same, with what its owner signs in with. */
export async function createOwned(environment: Record<string, string>) {
  const args = [program('commands/create-organization.js'), '--name', 'Acme', '--email', 'admin@acme.com'];
  const { stdout } = await run(NODE, args, { env: environment });
  const { api_token, owner_email, owner_password } = JSON.parse(stdout) as Record<string, string>;
  return { apiToken: api_token ?? '', owner: { email: owner_email ?? '', password: owner_password ?? '' } };
}
