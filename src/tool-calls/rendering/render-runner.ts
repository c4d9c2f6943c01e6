import type { LookerRequest } from '../../looker/looker-request.js';
import { buildRequest } from '../../tools/catalogue/request.js';
import type { Tool } from '../../tools/catalogue/tool.js';
import { type Args, type RunContext, type RunResult, type ToolRunner, textResult } from '../runners/tool-runner.js';
import { type Clock, idOf, type RenderCall, RenderError, type Rendering, render, systemClock } from './render-task.js';
import { documentResult, neededScale } from './rendered-document.js';

interface Order {
  readonly request: LookerRequest;
  /** What the answer says of it. */
  readonly about: string;
}

/** Renders a query, Look, tile or dashboard, waits for it, and answers the picture or PDF itself. */
export class RenderRunner implements ToolRunner {
  constructor(private readonly clock: Clock = systemClock) {}

  async run(tool: Tool, args: Args, context: RunContext): Promise<RunResult> {
    const call = { context, clock: this.clock, startedAtMs: this.clock.now() };
    const order = await orderOf(tool, args, context);
    try {
      return await answer(order, call);
    } catch (error) {
      if (error instanceof RenderError) return textResult(order.about + error.message, null, true);
      throw error;
    }
  }
}

async function answer({ request, about }: Order, call: RenderCall): Promise<RunResult> {
  const first = await render(request, call);
  const scale = neededScale(first.document);
  if (scale === null || !first.document.mimeType.startsWith('image/')) return resultOf(first, about);
  const second = await render(smaller(request, scale), call);
  return resultOf(second, `${about}As asked it was too large for an answer, so it was made smaller. `);
}

const resultOf = ({ document, taskId }: Rendering, about: string) =>
  documentResult(document, taskId, `${about}Render task ${taskId}: `);

/** What to send for a render task. A query that is given inline is stored first, which makes it no content. */
async function orderOf(tool: Tool, args: Args, context: RunContext): Promise<Order> {
  const request = buildRequest(tool, args);
  if (tool.operation.id !== 'create_query') return { request, about: '' };
  const { body } = await context.send({ ...request, query: { fields: 'id' } });
  const id = idOf(body);
  const path = `/render_tasks/queries/${encodeURIComponent(id)}/png`;
  return { request: { verb: 'POST', path, query: request.query }, about: `Query ${id}. ` };
}

function smaller(request: LookerRequest, scale: number): LookerRequest {
  const scaled = (side: string | undefined) => String(Math.max(1, Math.floor(Number(side) * scale)));
  const { width, height } = request.query;
  return { ...request, query: { ...request.query, width: scaled(width), height: scaled(height) } };
}
