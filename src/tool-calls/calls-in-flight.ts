import { Injectable } from '@nestjs/common';
import { Broadcast } from '../cache/broadcast.js';
import type { McpAccess } from './mcp-access.js';

interface CallInFlight {
  /** Rejects when the caller would not be let in again. */
  readonly recheck: () => Promise<unknown>;
  readonly access: McpAccess;
  /** Under which its client can cancel it by a notice. */
  readonly key: string | undefined;
  readonly aborter: AbortController;
}

/**
 * Ends requests that are being answered when the caller's access is revoked (the URL revoked, rotated without grace, or gone with its
 * account) or their client cancels them by a notice, whichever process that reaches.
 */
@Injectable()
export class CallsInFlight {
  private readonly calls = new Set<CallInFlight>();

  constructor(private readonly broadcast: Broadcast) {
    broadcast.subscribe(({ record, id }) => {
      for (const call of this.calls)
        if (record === 'mcp_request') call.key === id && call.aborter.abort();
        else if (call.access.serverId === id || call.access.integratedAccountId === id) recheck(call);
    });
  }

  /** A signal that aborts when the client closes the connection or cancels, and when the caller's access is revoked. */
  track(access: McpAccess, clientAborted: AbortSignal, recheck: CallInFlight['recheck'], key?: string): AbortSignal {
    const call = { access, recheck, key, aborter: new AbortController() };
    this.calls.add(call);
    const forget = () => {
      this.calls.delete(call);
      call.aborter.abort();
    };
    if (clientAborted.aborted) forget();
    else clientAborted.addEventListener('abort', forget, { once: true });
    return call.aborter.signal;
  }

  /** Cancels the request that its client names so. */
  cancel({ organizationId }: McpAccess, key: string): void {
    this.broadcast.publish({ record: 'mcp_request', organizationId, id: key });
  }
}

/** A change need not end anything: a new name does not. What can no longer be looked up ends. */
function recheck(call: CallInFlight): void {
  call.recheck().catch(() => call.aborter.abort());
}
