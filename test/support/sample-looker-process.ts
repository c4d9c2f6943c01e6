import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import type { SampleAddress } from './sample.js';

/** The built sample Looker in a process of its own, for tests in which its work must not delay theirs. */
export class SampleLookerProcess implements SampleAddress {
  private constructor(
    readonly baseUrl: string,
    readonly clientId: string,
    readonly clientSecret: string,
    private readonly child: ChildProcess,
  ) {}

  static async start(queryTimeMs: number): Promise<SampleLookerProcess> {
    const parameters = ['--port', '0', '--query-time-ms', String(queryTimeMs)];
    const child = spawn(process.execPath, [resolve('apps/sample-looker/dist/main.js'), ...parameters], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = await once(createInterface(child.stdout), 'line');
    const { base_url, client_id, client_secret } = JSON.parse(String(line));
    return new SampleLookerProcess(base_url, client_id, client_secret, child);
  }

  async close(): Promise<void> {
    const ended = once(this.child, 'exit');
    this.child.kill('SIGTERM');
    await ended;
  }
}
