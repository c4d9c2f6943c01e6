import { describe, expect, it } from 'vitest';
import { LookerError } from '../../src/looker/looker-error.js';
import type { LookerAnswer } from '../../src/looker/looker-http.js';
import type { LookerRequest } from '../../src/looker/looker-request.js';
import type { RunContext } from '../../src/tool-calls/capabilities/run-context.js';
import { PictureRenderer } from '../../src/tool-calls/rendering/picture-renderer.js';
import { buildRequest } from '../../src/tools/catalogue/request.js';
import type { Progress, ToolCall } from '../../src/tools/catalogue/tool.js';
import { toolCatalogue } from '../../src/tools/catalogue/tool-catalogue.js';
import { runTool, toolNamed } from '../catalogue/tool-named.js';
import { plainTexts } from '../support/plain-texts.js';
import { VirtualClock } from './virtual-clock.js';

const sizeOf = (body: unknown) => (Buffer.isBuffer(body) ? body.length : 0);
const answerOf = (body: unknown, type = 'application/json', status = 200): LookerAnswer => ({
  ...{ status, headers: { 'content-type': type }, body, size: sizeOf(body), durationMs: 1 },
});

/** As much of a PNG as tells its size, and that many bytes. */
function pngOf(width: number, height: number, bytes = 1000): Buffer {
  const png = Buffer.alloc(bytes);
  png.write('\u0089PNG\r\n\u001a\n', 'latin1');
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  return png;
}

const HANGING = 'never answered';
interface LookerScript {
  /** What the question for the status answers, one after the other; then always success. */
  readonly statuses?: readonly (string | LookerError | Record<string, unknown>)[];
  /** What the results of the first, second … task are. */
  readonly results?: readonly LookerAnswer[];
}

/** A call on a Looker that says what it is told to. */
class RenderedCall {
  readonly tools = new Map(toolCatalogue().byName);
  readonly sent: LookerRequest[] = [];
  readonly sentAtMs: number[] = [];
  readonly progress: Progress[] = [];
  readonly gone = new AbortController();
  readonly clock = new VirtualClock();
  private readonly statuses;
  private readonly results;

  constructor({ statuses = [], results = [answerOf(pngOf(1200, 800), 'image/png')] }: LookerScript = {}) {
    this.statuses = [...statuses];
    this.results = [...results];
  }

  /** The times between the questions for the status. */
  get pausesMs(): number[] {
    const times = this.sentAtMs.filter((_, index) => !this.sent[index]?.path.endsWith('/results'));
    return times.slice(1).map((time, index) => time - (times[index] ?? 0));
  }

  patienceMs = Number.POSITIVE_INFINITY;

  run(args: Record<string, unknown> = { look_id: '5' }, name = 'looker_looks_render', timeMs = 200_000) {
    const tool = toolNamed(name);
    const context: RunContext = {
      tool,
      ...{ webUrl: '', signedInBy: 'api_key' as const, onBranch: undefined },
      operationRequest: (given) => buildRequest(tool, given),
      catalogue: toolCatalogue(),
      connection: {
        key: 'account',
        baseUrl: 'https://looker.example',
        credentials: { kind: 'api_key', clientId: 'id', clientSecret: 'secret' },
      },
      send: async (request) => this.answerTo(request),
      stream: () => Promise.reject(new Error('nothing is read piece by piece')),
      ...{ signal: this.gone.signal, tools: this.tools },
      limits: { rowsMax: 10, charactersMax: 1000, timeMs, patienceMs: this.patienceMs },
      progress: (progress) => this.progress.push(progress),
      countWork: () => {},
      ...plainTexts,
      handles: plainTexts,
    };
    const pictures: ToolCall['pictures'] = {
      render: (order) => new PictureRenderer(this.clock).render(order, context),
    };
    return runTool(tool, args, { ...context, pictures });
  }

  private answerTo(request: LookerRequest): LookerAnswer | Promise<LookerAnswer> {
    this.sent.push(request);
    this.sentAtMs.push(this.clock.now());
    if (request.verb === 'POST') return answerOf({ id: `made-${this.sent.length}` });
    if (request.path.endsWith('/results')) return this.results.shift() ?? answerOf('', 'text/plain', 202);
    const status = this.statuses.shift() ?? 'success';
    if (status instanceof LookerError) throw status;
    if (status === HANGING) return new Promise(() => {});
    return answerOf(typeof status === 'string' ? { status } : status);
  }
}

const many = (status: string, count: number) => Array.from({ length: count }, () => status);
const orders = ({ sent }: RenderedCall) => sent.filter(({ verb }) => verb === 'POST');

describe('waiting for Looker to render', () => {
  it('asks less and less often, and says each time what Looker does and for how long', async () => {
    const call = new RenderedCall({ statuses: [...many('enqueued_for_query', 2), ...many('rendering', 6)] });
    const { content, isError } = await call.run();
    expect(isError).toBe(false);
    expect(content.map(({ kind }) => kind)).toEqual(['text', 'image']);
    expect(call.pausesMs).toEqual([400, 600, 900, 1350, 2025, 3037.5, 4556.25, 5000, 5000]);
    expect(call.progress.map(({ message }) => message)).toEqual([
      'ordered, 0 s',
      'enqueued_for_query, 0 s',
      'enqueued_for_query, 1 s',
      ...['2', '3', '5', '8', '13', '18'].map((seconds) => `rendering, ${seconds} s`),
    ]);
    const done = call.progress.map((progress) => progress.done);
    expect(done).toEqual([...new Set(done)].sort((left, right) => left - right));
  });

  it('ends when the time of the call is over, and says with which task to go on', async () => {
    const call = new RenderedCall({ statuses: many('querying', 100) });
    const { content, isError } = await call.run({ look_id: '5' }, 'looker_looks_render', 10_000);
    expect(isError).toBe(true);
    expect(content).toEqual([{ kind: 'text', text: expect.stringMatching(/after 10 s \(status: querying\)/) }]);
    for (const word of ['"made-1"', 'get_single_looker_render_task_by_id', 'looker_render_tasks_results'])
      expect(JSON.stringify(content).replaceAll('\\', '')).toContain(word);
    expect(call.clock.now()).toBe(10_000);
    expect(call.sentAtMs.at(-1)).toBe(10_000);
  });

  it('ends before a client gives up that is not known to wait', async () => {
    const call = new RenderedCall({ statuses: many('querying', 100) });
    call.patienceMs = 50_000;
    const { content } = await call.run();
    expect(content).toEqual([{ kind: 'text', text: expect.stringMatching(/after 50 s \(status: querying\)/) }]);
  });

  it('sends nobody to tools that the server lacks', async () => {
    const call = new RenderedCall({ statuses: many('querying', 100) });
    call.tools.delete('looker_render_tasks_results');
    const { content } = await call.run({ look_id: '5' }, 'looker_looks_render', 10_000);
    expect(JSON.stringify(content)).toContain('Call again later');
    expect(JSON.stringify(content)).not.toMatch(/render_task/);
  });

  it('ends then though Looker does not even answer how far it is', async () => {
    const call = new RenderedCall({ statuses: ['querying', HANGING] });
    const { content } = await call.run({ look_id: '5' }, 'looker_looks_render', 10_000);
    expect(content).toEqual([{ kind: 'text', text: expect.stringMatching(/after 10 s \(status: querying\)/) }]);
    expect(call.sent).toHaveLength(3);
  });

  it('ends when the caller leaves', async () => {
    const call = new RenderedCall({ statuses: many('querying', 100) });
    call.gone.abort();
    await expect(call.run()).rejects.toMatchObject({ fault: 'aborted' });
    expect(call.sent).toHaveLength(1);
  });

  it('goes on where the results are not there yet although the task is a success', async () => {
    const results = [answerOf('', 'text/plain', 202), answerOf(pngOf(640, 480), 'image/png')];
    const call = new RenderedCall({ results });
    expect((await call.run()).content[0]).toMatchObject({ text: expect.stringContaining('PNG, 640 × 480 pixels') });
  });

  it.each([
    [{ status: 'failure', status_detail: 'No field users.nope' }, 'No field users.nope'],
    [{ status: 'failure', status_detail: null }, 'no reason'],
  ])('tells why a rendering failed: %j', async (failed, why) => {
    const call = new RenderedCall({ statuses: ['querying', failed] });
    const { content, isError } = await call.run();
    expect([isError, content]).toEqual([true, [{ kind: 'text', text: expect.stringContaining(why) }]]);
  });
});

describe('trouble on the way to a picture', () => {
  const limited = () =>
    new LookerError('rate_limited', 'Slow down', {
      status: 429,
      limits: { isExceeded: true, policies: [], retryAfterSeconds: 7 },
    });
  const broken = () => new LookerError('refused', 'Bad gateway', { status: 502 });

  it('that passes is waited out', async () => {
    const call = new RenderedCall({ statuses: [broken(), 'querying', broken()] });
    expect((await call.run()).isError).toBe(false);
    expect(call.pausesMs).toEqual([400, 5000, 5000, 5000]);
    expect(orders(call)).toHaveLength(1);
  });

  it('that stays is told, with the task to go on with', async () => {
    const call = new RenderedCall({ statuses: Array.from({ length: 10 }, broken) });
    const { content } = await call.run();
    expect(content[0]).toMatchObject({ text: expect.stringMatching(/502.*"Bad gateway".*"made-1"/s) });
    expect(call.sent).toHaveLength(5);
  });

  it('that is a rate limit is passed on at once, with the task and how long to wait', async () => {
    const call = new RenderedCall({ statuses: [limited()] });
    const { content } = await call.run();
    expect(content[0]).toMatchObject({ text: expect.stringMatching(/429.*"Slow down".*7 s.*"made-1"/s) });
    expect(call.sent).toHaveLength(2);
  });

  it.each([
    ['a refusal', new LookerError('refused', 'Not found', { status: 404 }), 'refused'],
    ['credentials that are refused', new LookerError('login_refused', 'no', { status: 401 }), 'login_refused'],
  ])('like %s ends the call', async (_, error, fault) => {
    await expect(new RenderedCall({ statuses: [error] }).run()).rejects.toMatchObject({ fault });
  });

  it('like a result that is no picture ends the call', async () => {
    const results = [answerOf('<h1>proxy</h1>', 'text/html')];
    await expect(new RenderedCall({ results }).run()).rejects.toMatchObject({ fault: 'not_looker' });
  });
});

describe('a document that is too large for an answer', () => {
  const picture = (...size: Parameters<typeof pngOf>) => answerOf(pngOf(...size), 'image/png');
  it.each([
    ['bytes', picture(3000, 2000, 3_000_000), { width: '1275', height: '850' }],
    ['pixels', picture(1000, 16_000), { width: '1275', height: '850' }],
  ])('for its %s is asked for once more, and smaller', async (_, large, size) => {
    const call = new RenderedCall({ results: [large, picture(1275, 850)] });
    const { content, isError } = await call.run({ look_id: '5', width: 3000, height: 2000 });
    expect(isError).toBe(false);
    expect(content[0]).toMatchObject({ text: expect.stringMatching(/made smaller.*1275 × 850/) });
    expect(orders(call).map(({ query }) => query)).toEqual([{ width: '3000', height: '2000' }, size]);
  });

  it('even then is not shown, and the answer says how to get less', async () => {
    const call = new RenderedCall({ results: [picture(3000, 2000, 3_000_000), picture(1275, 850, 800_000)] });
    const { content, isError } = await call.run();
    expect(isError).toBe(true);
    expect(content).toEqual([{ kind: 'text', text: expect.stringMatching(/800 kB.*750 kB.*smaller width/) }]);
    expect(orders(call)).toHaveLength(2);
  });

  it('and no picture is not asked for again', async () => {
    const call = new RenderedCall({ results: [answerOf(Buffer.alloc(900_000), 'application/pdf')] });
    const { isError } = await call.run({ dashboard_id: '7', result_format: 'pdf' }, 'looker_dashboards_render');
    expect([isError, orders(call).length]).toEqual([true, 1]);
  });

  it('but fits is shown, with a word on what models see of it', async () => {
    const call = new RenderedCall({ results: [picture(1200, 5000, 750_000)] });
    const { content, isError } = await call.run();
    expect([isError, content.length]).toEqual([false, 2]);
    expect(content[0]).toMatchObject({ text: expect.stringContaining('1568') });
  });
});
