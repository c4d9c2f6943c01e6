import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createClient } from 'redis';
import { freePort } from './free-port.js';

/** Where Debian's Redis lies. */
export const REDIS_SERVER = '/usr/bin/redis-server';

/** A real Redis of one test file, which can be killed, frozen and started again under the same address. */
export class RedisServer {
  private constructor(
    private readonly port: number,
    private process: ChildProcess,
  ) {}

  static async start(): Promise<RedisServer> {
    const port = await freePort();
    const server = new RedisServer(port, launch(port));
    await server.answering();
    return server;
  }

  get url(): string {
    return `redis://127.0.0.1:${this.port}`;
  }

  /** Ends it as a crash would. */
  async kill(): Promise<void> {
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    this.process.kill('SIGKILL');
    await once(this.process, 'exit');
  }

  /** Starts it under the same address, with nothing of what it held. */
  async restart(): Promise<void> {
    await this.kill();
    this.process = launch(this.port);
    await this.answering();
  }

  /** It keeps its connections and answers nothing, as a host that hangs does. */
  freeze(): void {
    this.process.kill('SIGSTOP');
  }

  thaw(): void {
    this.process.kill('SIGCONT');
  }

  /** Every key with its value as it is stored, as whoever reads the server's memory would see it. */
  async contents(): Promise<Record<string, string>> {
    const client = await createClient({ url: this.url }).connect();
    const keys = await client.keys('*');
    const values = await Promise.all(keys.map(async (key) => [key, (await client.get(key)) ?? ''] as const));
    client.destroy();
    return Object.fromEntries(values);
  }

  /** How many connections hear what is published to a channel. */
  async subscribers(channel: string): Promise<number> {
    const client = await createClient({ url: this.url }).connect();
    const counts: Record<string, number> = await client.pubSubNumSub([channel]);
    client.destroy();
    return counts[channel] ?? 0;
  }

  private async answering(): Promise<void> {
    const client = createClient({ url: this.url, socket: { reconnectStrategy: 10 } });
    client.on('error', () => {});
    await client.connect();
    client.destroy();
  }
}

const launch = (port: number) =>
  spawn(REDIS_SERVER, ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'], {
    stdio: 'ignore',
  });
