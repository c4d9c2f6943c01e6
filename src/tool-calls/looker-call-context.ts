import type { LookerClient } from '../looker/looker-client.js';
import { LookerError } from '../looker/looker-error.js';
import type { LookerAnswer, LookerStream } from '../looker/looker-http.js';
import type { LookerRequest } from '../looker/looker-request.js';
import type { LookerLimits } from '../looker/rate-limit.js';
import type { McpAccess } from './mcp-access.js';
import type { CallPages } from './page-cursors.js';
import type { CallLimits, Progress, RunContext, SignedTexts } from './runners/tool-runner.js';
import type { CallObserver, LookerPart } from './tool-call.js';

/** What one tool call does at Looker, and what the log has of it. */
export class LookerCallContext implements RunContext {
  private part: LookerPart | null = null;

  constructor(
    private readonly client: LookerClient,
    private readonly access: Pick<McpAccess, 'connection' | 'limits' | 'tools'>,
    private readonly observer: CallObserver,
    private readonly pages: Pick<CallPages, 'sign' | 'open' | 'handles'>,
    private readonly isRead: boolean,
  ) {}

  get connection() {
    return this.access.connection;
  }

  get signal() {
    return this.observer.signal;
  }

  get limits(): CallLimits {
    return { ...this.access.limits, patienceMs: this.observer.patienceMs };
  }

  get tools() {
    return this.access.tools;
  }

  /** The status of the last answer, and the time of all requests together; null where none was sent. */
  get looker(): LookerPart | null {
    return this.part;
  }

  async send(request: LookerRequest): Promise<LookerAnswer> {
    return this.recorded(() => this.sendOrAgain(request));
  }

  async stream(request: LookerRequest, mayBePacked = false, until?: AbortSignal): Promise<LookerStream> {
    const signal = until === undefined ? this.signal : AbortSignal.any([this.signal, until]);
    const answer = await this.recorded(() => this.client.stream(this.connection, request, signal, mayBePacked));
    return { ...answer, chunks: this.timed(answer) };
  }

  /** A read that no connection was made for is sent once more: Looker cannot have done anything. */
  private async sendOrAgain(request: LookerRequest): Promise<LookerAnswer> {
    const send = () => this.client.send(this.connection, request, this.signal);
    return send().catch((error: unknown) => {
      if (this.isRead && error instanceof LookerError && error.neverSent && error.pauseMs === undefined) return send();
      throw error;
    });
  }

  note(status: number | null, durationMs: number, limits?: LookerLimits): void {
    this.part = { status, durationMs: (this.part?.durationMs ?? 0) + durationMs, limits: limits ?? this.part?.limits };
  }

  progress(progress: Progress): void {
    this.observer.progress(progress);
  }

  get handles(): SignedTexts {
    return this.pages.handles;
  }

  sign(text: string): string {
    return this.pages.sign(text);
  }

  open(signed: string): string | null {
    return this.pages.open(signed);
  }

  private async recorded<Answer extends Pick<LookerAnswer, 'status' | 'limits'>>(
    ask: () => Promise<Answer>,
  ): Promise<Answer> {
    const startedAtMs = performance.now();
    const note = (status: number | undefined, limits: LookerLimits | undefined) =>
      this.note(status ?? null, performance.now() - startedAtMs, limits);
    try {
      const answer = await ask();
      note(answer.status, answer.limits);
      return answer;
    } catch (error) {
      if (error instanceof LookerError) note(error.status, error.limits);
      throw error;
    }
  }

  /** What it takes to read an answer is time at Looker, too. */
  private async *timed({ status, chunks }: LookerStream): AsyncGenerator<Uint8Array> {
    const startedAtMs = performance.now();
    try {
      yield* chunks;
    } finally {
      this.note(status, performance.now() - startedAtMs);
    }
  }
}
