import { AsyncLocalStorage } from 'node:async_hooks';
import type { CapturedServer } from '../../../capture/captured-message.js';
import type { SafeText } from '../../../capture/safe-text.js';
import type { McpServer } from '../../../mcp-servers/mcp-servers.repository.js';

/** What is found out about a request of OAuth while it is answered. */
export interface CaptureScope {
  /** The MCP server that it is about, which it may name itself, or the grant of its token; undefined: none that is known. */
  server: CapturedServer | undefined;
  /** What the authorization server refused it with. */
  error: SafeText | undefined;
}

const scopes = new AsyncLocalStorage<CaptureScope>();

export const inCaptureScope = <T>(scope: CaptureScope, work: () => Promise<T>): Promise<T> => scopes.run(scope, work);

/** The request that is being answered; undefined: none of OAuth. */
export const captureScope = (): CaptureScope | undefined => scopes.getStore();

/** Says that the request which is being answered is about a server. */
export function nameServer({ organizationId, id: serverId, captureUntil }: McpServer): void {
  const scope = captureScope();
  if (scope !== undefined) scope.server = { organizationId, serverId, captureUntil };
}
