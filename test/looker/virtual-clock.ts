import type { Clock } from '../../src/tool-calls/rendering/render-task.js';

/** Time that passes by itself to whatever is waited for next, once nothing else is left to do. */
export class VirtualClock implements Clock {
  private timeMs = 0;
  private readonly timers = new Map<() => void, number>();

  now(): number {
    return this.timeMs;
  }

  wait(ms: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.timers.delete(resolve);
        reject(signal.reason);
      };
      if (signal.aborted) return leave();
      signal.addEventListener('abort', leave, { once: true });
      this.timers.set(resolve, this.timeMs + ms);
      setImmediate(() => this.pass());
    });
  }

  private pass(): void {
    const [next] = [...this.timers].sort(([, left], [, right]) => left - right);
    if (next === undefined) return;
    const [resolve, atMs] = next;
    this.timers.delete(resolve);
    this.timeMs = atMs;
    resolve();
  }
}
