import { Injectable } from '@nestjs/common';
import { TextSigner } from '../crypto/text-signer.js';
import type { Args, SignedTexts, Tool } from '../tools/catalogue/tool.js';
import { canonicalJson } from '../values/canonical-json.js';
import { isRecord } from '../values/is-record.js';
import type { McpCaller } from './mcp-access.js';

/** The pages of one call's list: what goes on a page may change, what the list is of may not. */
export interface CallPages extends SignedTexts {
  /** The arguments with the cursor as the catalogue reads it; empty, and refused there, where it is none of this list's. */
  readonly args: unknown;
  /** For what outlives the call and may come back by another tool of the account, as the same person. */
  readonly handles: SignedTexts;
}

/**
 * Signs the cursors of lists. A cursor holds for the server, the tool and the other arguments that it was given for: sent
 * along with others it would answer a page of another list. Cursors and handles hold for the person at Looker to whom they were given: whatever
 * another person of the account makes of them, they are none.
 */
@Injectable()
export class PageCursors {
  constructor(private readonly signer: TextSigner) {}

  pagesOf(caller: Pick<McpCaller, 'access' | 'signIn'>, tool: Tool, args: unknown): CallPages {
    const { organizationId, integratedAccountId, serverId } = caller.access;
    const { limit: _, next_cursor: given, ...list } = typeof args === 'object' ? (args as Args) : {};
    const person = personAtLooker(caller, tool, args);
    const handles = this.textsOf(`handle ${organizationId} ${integratedAccountId}${person}`);
    const context = `cursor ${serverId}${person} ${tool.name} ${tool.paging === null ? '' : canonicalJson(list)}`;
    const cursors = this.textsOf(context);
    if (tool.paging === null || typeof given !== 'string') return { args, ...cursors, handles };
    // Nothing that was not signed is a cursor, however much it looks like one inside.
    return { args: { ...(args as Args), next_cursor: cursors.open(given) ?? '' }, ...cursors, handles };
  }

  private textsOf(context: string): SignedTexts {
    return {
      sign: (text) => this.signer.sign(context, text),
      open: (signed) => this.signer.open(context, signed),
    };
  }
}

/** Names as whom a call is made at Looker, among all of its account; empty for the service account. */
function personAtLooker({ access, signIn }: Pick<McpCaller, 'access' | 'signIn'>, tool: Tool, args: unknown): string {
  const { kind, user } = access.identity;
  const actAs = tool.mayActAs && isRecord(args) ? args.act_as_user : undefined;
  if (typeof actAs === 'string') return ` as ${JSON.stringify(actAs)}`;
  if (signIn?.atLooker) return ` ${JSON.stringify(signIn.atLooker.key)}`;
  if (kind === 'fixed_user') return ` as ${JSON.stringify(user)}`;
  return kind === 'caller' && signIn !== null ? ` as ${JSON.stringify(signIn.email)}` : '';
}
