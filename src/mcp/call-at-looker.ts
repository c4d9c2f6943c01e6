import type { LookerRequest } from '../looker/catalogue/tool.js';
import type { LookerClient } from '../looker/looker-client.js';
import { LookerError } from '../looker/looker-error.js';
import type { LookerAnswer, LookerStream } from '../looker/looker-http.js';
import type { Progress, RunContext } from '../looker/tasks/tool-runner.js';
import type { McpAccess } from './mcp-access.js';
import type { CallPages } from './page-cursors.js';
import type { CallWatch } from './tool-call.service.js';
import type { LookerPart } from './tool-call-outcome.js';

/** What one tool call does at Looker, and what the log is told of it. */
export class CallAtLooker implements RunContext {
  private part: LookerPart | null = null;

  constructor(
    private readonly client: LookerClient,
    private readonly access: McpAccess,
    private readonly watch: CallWatch,
    private readonly pages: Pick<CallPages, 'sign' | 'open'>,
  ) {}

  get connection() {
    return this.access.connection;
  }

  get signal() {
    return this.watch.signal;
  }

  get limits() {
    return this.access.limits;
  }

  /** The status of the last answer, and the time of all requests together; null where none was sent. */
  get looker(): LookerPart | null {
    return this.part;
  }

  async send(request: LookerRequest): Promise<LookerAnswer> {
    return this.noted(() => this.client.send(this.connection, request, this.signal));
  }

  async stream(request: LookerRequest): Promise<LookerStream> {
    const answer = await this.noted(() => this.client.stream(this.connection, request, this.signal));
    return { ...answer, chunks: this.timed(answer) };
  }

  progress(progress: Progress): void {
    this.watch.progress(progress);
  }

  sign(text: string): string {
    return this.pages.sign(text);
  }

  open(signed: string): string | null {
    return this.pages.open(signed);
  }

  private async noted<Answer extends { readonly status: number }>(ask: () => Promise<Answer>): Promise<Answer> {
    const startedAtMs = performance.now();
    try {
      const answer = await ask();
      this.note(answer.status, startedAtMs);
      return answer;
    } catch (error) {
      if (error instanceof LookerError) this.note(error.status, startedAtMs);
      throw error;
    }
  }

  private async *timed({ status, chunks }: LookerStream): AsyncGenerator<Uint8Array> {
    const startedAtMs = performance.now();
    try {
      yield* chunks;
    } finally {
      this.note(status, startedAtMs);
    }
  }

  private note(status: number | undefined, startedAtMs: number): void {
    const durationMs = (this.part?.durationMs ?? 0) + performance.now() - startedAtMs;
    this.part = { status: status ?? null, durationMs };
  }
}
