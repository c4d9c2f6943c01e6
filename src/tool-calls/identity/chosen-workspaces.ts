import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { ExpiringStore } from '../../cache/expiring-store.js';
import type { Workspace } from '../../tools/catalogue/tool.js';
import type { McpCaller } from '../mcp-access.js';

/** The tools that choose: who has neither has chosen nothing. */
const CHOOSERS: readonly string[] = ['looker_api_session_change_settings', 'dev_mode'];
/** A choice is good for a day of work. */
const KEPT_MS = 12 * 60 * 60 * 1000;

/**
 * The workspace that a caller has chosen at an MCP server for the calls to come. It says which session at Looker is taken and is none of
 * Looker's: the choice of one URL changes nothing for another.
 */
@Injectable()
export class ChosenWorkspaces {
  constructor(private readonly store: ExpiringStore) {}

  /** Undefined: none was chosen, or it was too long ago. */
  async find(caller: McpCaller): Promise<Workspace | undefined> {
    if (!CHOOSERS.some((name) => caller.access.tools.has(name))) return undefined;
    const chosen = await this.store.get(keyOf(caller));
    return chosen === 'dev' || chosen === 'production' ? chosen : undefined;
  }

  async choose(caller: McpCaller, workspace: Workspace): Promise<void> {
    await this.store.set(keyOf(caller), workspace, KEPT_MS);
  }
}

function keyOf({ access, signIn }: McpCaller): string {
  const person = signIn === null ? '' : (signIn.atLooker?.key ?? signIn.person);
  const digest = createHash('sha256')
    .update(JSON.stringify([access.identity, person]))
    .digest('base64url');
  return `workspace:${access.organizationId}:${access.serverId}:${digest}`;
}
