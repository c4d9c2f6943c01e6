import { Injectable } from '@nestjs/common';
import { canonicalJson } from '../audit/canonical-json.js';
import { TextSigner } from '../crypto/text-signer.js';
import type { Tool } from '../looker/catalogue/tool.js';
import type { McpAccess } from './mcp-access.js';

type Args = Readonly<Record<string, unknown>>;

/** The pages of one call's list: what goes on a page may change, what the list is of may not. */
export interface CallPages {
  /** The arguments with the cursor as the catalogue reads it; empty, and refused there, where it is none of this list's. */
  readonly args: unknown;
  /** The cursor that a caller gets for the catalogue's own one. */
  sign(cursor: string): string;
}

/**
 * Signs the cursors of lists. A cursor holds for the server, the tool and the other arguments that it was given for: sent
 * along with others it would answer a page of another list.
 */
@Injectable()
export class PageCursors {
  constructor(private readonly signer: TextSigner) {}

  pagesOf({ serverId }: McpAccess, tool: Tool, args: unknown): CallPages {
    if (tool.paging === null || typeof args !== 'object' || args === null) return { args, sign: (cursor) => cursor };
    const { limit: _, next_cursor: given, ...list } = args as Args;
    const context = `cursor ${serverId} ${tool.name} ${canonicalJson(list)}`;
    const sign = (cursor: string) => this.signer.sign(context, cursor);
    if (typeof given !== 'string') return { args, sign };
    // Nothing that was not signed is a cursor, however much it looks like one inside.
    return { args: { ...args, next_cursor: this.signer.open(context, given) ?? '' }, sign };
  }
}
