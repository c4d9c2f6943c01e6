import type { LookerRequest } from '../../looker/looker-request.js';
import type { PictureOrder } from '../../tools/catalogue/tool.js';
import { type ToolResult, textResult } from '../../tools/run/tool-result.js';
import type { RunContext } from '../capabilities/run-context.js';
import { type Clock, type RenderCall, RenderError, type Rendering, render, systemClock } from './render-task.js';
import { documentResult, neededScale } from './rendered-document.js';

/** Has Looker render a query, Look, tile or dashboard, waits for it, and answers the picture or PDF itself. */
export class PictureRenderer {
  constructor(private readonly clock: Clock = systemClock) {}

  /** @param ordered may still be on its way: the time that it takes is of the call. */
  async render(ordered: PictureOrder | Promise<PictureOrder>, context: RunContext): Promise<ToolResult> {
    const startedAtMs = this.clock.now();
    const { request, about = '', waitMs = Number.POSITIVE_INFINITY } = await ordered;
    const call = { context, clock: this.clock, startedAtMs, waitMs };
    try {
      return await answer(request, about, call);
    } catch (error) {
      if (error instanceof RenderError) return textResult(about + error.message, null, true);
      throw error;
    }
  }
}

async function answer(request: LookerRequest, about: string, call: RenderCall): Promise<ToolResult> {
  const first = await render(request, call);
  const scale = neededScale(first.document);
  if (scale === null || !first.document.mimeType.startsWith('image/')) return resultOf(first, about);
  const second = await render(smaller(request, scale), call);
  return resultOf(second, `${about}As asked it was too large for an answer, so it was made smaller. `);
}

const resultOf = ({ document, taskId }: Rendering, about: string) =>
  documentResult(document, taskId, `${about}Render task ${taskId}: `);

function smaller(request: LookerRequest, scale: number): LookerRequest {
  const scaled = (side: string | undefined) => String(Math.max(1, Math.floor(Number(side) * scale)));
  const { width, height } = request.query;
  return { ...request, query: { ...request.query, width: scaled(width), height: scaled(height) } };
}
