import type { LookerRequest } from '../../looker/looker-request.js';
import { isRecord } from '../../values/is-record.js';
import type { Args, ToolCall } from '../catalogue/tool.js';
import { lookerPath } from '../schema/path-segment.js';
import { recordId } from './record-id.js';

/** A query that was stored to be rendered. */
interface RenderedQuery {
  readonly id: string;
  /** By which people open it. */
  readonly slug?: string;
  /** Starts to render it. */
  readonly request: LookerRequest;
}

/**
 * Stores the query that arguments of `create_query` describe: Looker renders stored queries alone. That makes no content: it has an id, and
 * no place or owner.
 * @param args with the `width` and `height` of the picture
 */
export async function renderedQuery(
  call: ToolCall,
  args: Args,
  { format }: { readonly format: string },
): Promise<RenderedQuery> {
  const { query, ...create } = call.operationRequest(args);
  const { body } = await call.send({ ...create, query: { fields: 'id,slug' } });
  const id = recordId(body);
  const path = lookerPath`/render_tasks/queries/${id}/${format}`;
  const slug = isRecord(body) && typeof body.slug === 'string' ? { slug: body.slug } : {};
  return { id, ...slug, request: { verb: 'POST', path, query } };
}
