import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { SampleAddress } from './sample.js';

/** A Looker that means harm, in a process of its own. */
export class HostileLooker implements SampleAddress {
  readonly clientId = 'the-id';
  readonly clientSecret = 'the-secret';

  private constructor(
    readonly baseUrl: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(): Promise<HostileLooker> {
    const program = resolve('test/support/hostile-looker.mjs');
    const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(createInterface(child.stdout), 'line');
    return new HostileLooker(String(line), child);
  }

  /** From now on every path that contains one of these texts is answered with that kind of body. */
  async tell(kinds: Readonly<Record<string, string>>): Promise<void> {
    const answer = await fetch(`${this.baseUrl}/tell`, { method: 'PUT', body: JSON.stringify(kinds) });
    if (!answer.ok) throw new Error(`no such kind: ${await answer.text()}`);
  }

  /** How many bytes of such answers went out since it was told to. */
  async sentBytes(): Promise<number> {
    const answer = (await (await fetch(`${this.baseUrl}/tell`)).json()) as { sentBytes: number };
    return answer.sentBytes;
  }

  async close(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}
