import { opaque, readOpaque } from '../../values/opaque-text.js';
import type { JsonSchema } from '../catalogue/operation.js';
import type { Tool } from '../catalogue/tool.js';

export const PAGE_LIMIT_DEFAULT = 100;
export const PAGE_LIMIT_MAX = 500;
// Beyond this no Looker list reaches; it keeps a forged cursor from becoming an absurd request.
const OFFSET_MAX = 10_000_000;

/** A page to fetch: by Looker itself, or by the gateway, which slices the whole array that Looker answers. */
export interface PageRequest {
  readonly limit: number;
  readonly offset: number;
  readonly by: 'looker' | 'gateway';
}

/** The paging arguments every list tool has. */
export const pagingProperties: Readonly<Record<'limit' | 'next_cursor', JsonSchema>> = {
  limit: {
    type: 'integer',
    minimum: 1,
    maximum: PAGE_LIMIT_MAX,
    default: PAGE_LIMIT_DEFAULT,
  },
  next_cursor: {
    type: 'string',
    description: 'Pass it back exactly as it came.',
  },
};

/** The page that checked arguments ask for; null when the tool is no list. A malformed cursor counts as the first page. */
export function pageRequestOf(tool: Pick<Tool, 'paging'>, args: unknown): PageRequest | null {
  if (tool.paging === null) return null;
  const given: { limit?: unknown; next_cursor?: unknown } = typeof args === 'object' && args !== null ? args : {};
  const limit = Number.isInteger(given.limit) ? Number(given.limit) : PAGE_LIMIT_DEFAULT;
  const offset = typeof given.next_cursor === 'string' ? (decodeCursor(given.next_cursor) ?? 0) : 0;
  return { limit: Math.min(Math.max(limit, 1), PAGE_LIMIT_MAX), offset, by: tool.paging };
}

/** An opaque cursor for the page that starts at `offset` records. */
export function encodeCursor(offset: number): string {
  return opaque(`offset:${offset}`);
}

/** The offset of a cursor made by `encodeCursor`, or null for anything else. */
export function decodeCursor(cursor: string): number | null {
  const offset = Number(/^offset:(0|[1-9]\d*)$/.exec(readOpaque(cursor) ?? '')?.[1]);
  return offset <= OFFSET_MAX ? offset : null;
}
