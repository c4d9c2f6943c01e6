import { Readable } from 'node:stream';

/** Proxies close what is silent for half a minute. */
const KEEP_ALIVE_MS = 15_000;
/** After a lost connection, browsers come back after this time. */
const RETRY_MS = 2_000;
/** A reader who is this far behind is let go, and comes back to the present. */
const WAITING_CHARACTERS_MAX = 1_000_000;

/** Server-sent events to one reader. It ends when the reader goes, falls behind, or `end` is called. */
export class EventStream {
  readonly readable = new Readable({ read: () => undefined });
  private readonly keepAlive: NodeJS.Timeout;

  /** @param onEnd called once, however it ends. */
  constructor(onEnd: () => void) {
    this.readable.push(`retry: ${RETRY_MS}\n\n`);
    this.keepAlive = setInterval(() => this.write(': waiting\n\n'), KEEP_ALIVE_MS).unref();
    this.readable.once('close', () => {
      clearInterval(this.keepAlive);
      onEnd();
    });
  }

  /** Sends an event; its data is written as JSON. */
  send(event: string, data: unknown): void {
    this.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** What was sent arrives, and nothing more. */
  end(): void {
    clearInterval(this.keepAlive);
    if (!this.readable.readableEnded && !this.readable.destroyed) this.readable.push(null);
  }

  private write(text: string): void {
    if (this.readable.destroyed || this.readable.readableEnded) return;
    if (this.readable.readableLength > WAITING_CHARACTERS_MAX) this.readable.destroy();
    else this.readable.push(text);
  }
}
