import type { LookerClient } from '../looker/looker-client.js';
import type { LookerConnection } from '../looker/looker-connection.js';
import { LookerError } from '../looker/looker-error.js';
import type { LookerAnswer, LookerStream } from '../looker/looker-http.js';
import type { LookerRequest } from '../looker/looker-request.js';
import type { LookerLimits } from '../looker/rate-limit.js';
import { buildRequest } from '../tools/catalogue/request.js';
import type { Args, CallLimits, Progress, SignedTexts, Tool, ToolCall, Workspace } from '../tools/catalogue/tool.js';
import type { MoreRecords } from '../tools/run/tool-result.js';
import type { CallCapabilities, Capabilities } from './capabilities/capabilities.js';
import type { RunContext } from './capabilities/run-context.js';
import type { McpAccess } from './mcp-access.js';
import type { CallPages } from './page-cursors.js';
import type { CallObserver, LookerPart } from './tool-call.js';

const UNDO_MS_MAX = 20_000;

/** How the caller of a call chooses a workspace. */
export interface WorkspaceChoice {
  /** The connection of the caller in a workspace. */
  connectionIn(workspace: Workspace): Promise<LookerConnection>;
  /** For the calls to come. */
  choose(workspace: Workspace): Promise<void>;
}

/** What one tool call does at Looker, and what the log has of it. */
export class LookerCallContext implements ToolCall, RunContext {
  private part: LookerPart | null = null;
  /** Whether Looker did anything of what was asked. */
  wasAnswered = false;
  private readonly capabilities: Capabilities;

  constructor(
    private readonly client: LookerClient,
    readonly tool: Tool,
    private readonly access: Pick<McpAccess, 'connection' | 'webUrl' | 'limits' | 'tools' | 'catalogue'>,
    private readonly observer: CallObserver,
    private readonly pages: Pick<CallPages, 'sign' | 'open' | 'handles'>,
    capabilities: Pick<CallCapabilities, 'of'>,
    private readonly workspaces: WorkspaceChoice,
  ) {
    this.capabilities = capabilities.of(this);
  }

  get connection() {
    return this.access.connection;
  }

  get signedInBy() {
    return this.connection.credentials.kind;
  }

  get onBranch() {
    return this.connection.branch;
  }

  get webUrl() {
    return this.access.webUrl;
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

  get catalogue() {
    return this.access.catalogue;
  }

  get queries() {
    return this.capabilities.queries;
  }

  get dashboards() {
    return this.capabilities.dashboards;
  }

  get fields() {
    return this.capabilities.fields;
  }

  get pictures() {
    return this.capabilities.pictures;
  }

  operationRequest(args: Args): LookerRequest {
    return buildRequest(this.tool, args);
  }

  runOperation(args: Args, more?: Promise<MoreRecords>) {
    return this.capabilities.runOperation(args, more);
  }

  /** The status of the last answer, and the time of all requests together; null where none was sent. */
  get looker(): LookerPart | null {
    return this.part;
  }

  async send(request: LookerRequest): Promise<LookerAnswer> {
    return this.recorded(() => this.sendOrAgain(request));
  }

  async undo(request: LookerRequest): Promise<void> {
    await this.recorded(() => this.client.send(this.connection, request, AbortSignal.timeout(UNDO_MS_MAX)));
  }

  async stream(request: LookerRequest, mayBePacked = false, until?: AbortSignal): Promise<LookerStream> {
    const signal = until === undefined ? this.signal : AbortSignal.any([this.signal, until]);
    const answer = await this.recorded(() => this.client.stream(this.connection, request, signal, mayBePacked));
    return { ...answer, chunks: this.timed(answer) };
  }

  async chooseWorkspace(workspace: Workspace): Promise<LookerAnswer> {
    const connection = await this.workspaces.connectionIn(workspace);
    const request = { verb: 'GET', path: '/session', query: {} } as const;
    const answer = await this.recorded(() => this.client.send(connection, request, this.signal));
    await this.workspaces.choose(workspace);
    return answer;
  }

  /** A read that no connection was made for is sent once more: Looker cannot have done anything. */
  private async sendOrAgain(request: LookerRequest): Promise<LookerAnswer> {
    const send = () => this.client.send(this.connection, request, this.signal);
    return send().catch((error: unknown) => {
      if (this.tool.effect === 'read' && error instanceof LookerError && error.neverSent && error.pauseMs === undefined)
        return send();
      throw error;
    });
  }

  countWork(status: number | null, durationMs: number, limits?: LookerLimits): void {
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
    const count = (status: number | undefined, limits: LookerLimits | undefined) =>
      this.countWork(status ?? null, performance.now() - startedAtMs, limits);
    try {
      const answer = await ask();
      count(answer.status, answer.limits);
      this.wasAnswered = true;
      return answer;
    } catch (error) {
      if (error instanceof LookerError) count(error.status, error.limits);
      throw error;
    }
  }

  /** What it takes to read an answer is time at Looker, too. */
  private async *timed({ status, chunks }: LookerStream): AsyncGenerator<Uint8Array> {
    const startedAtMs = performance.now();
    try {
      yield* chunks;
    } finally {
      this.countWork(status, performance.now() - startedAtMs);
    }
  }
}
