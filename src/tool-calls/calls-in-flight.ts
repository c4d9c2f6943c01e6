import { Injectable } from '@nestjs/common';
import { Broadcast } from '../cache/broadcast.js';
import type { McpAccess } from './mcp-access.js';

interface CallInFlight {
  /** Rejects when the caller would not be let in again. */
  readonly recheck: () => Promise<unknown>;
  readonly access: McpAccess;
  /** Under which its client can cancel it by a notice. */
  readonly key: string | undefined;
  readonly ended: AbortController;
}

/**
 * Ends requests that are being answered when their URL ends (revoked, rotated without grace, or with its account) or their
 * client cancels them by a notice, whichever process that reaches.
 */
@Injectable()
export class CallsInFlight {
  private readonly calls = new Set<CallInFlight>();

  constructor(private readonly broadcast: Broadcast) {
    broadcast.subscribe(({ record, id }) => {
      for (const call of this.calls)
        if (record === 'mcp_request') call.key === id && call.ended.abort();
        else if (call.access.serverId === id || call.access.integratedAccountId === id) recheck(call);
    });
  }

  /** A signal that aborts when the client goes away, as `gone` does, or cancels, and when it would not be let in again. */
  watch(access: McpAccess, gone: AbortSignal, recheck: CallInFlight['recheck'], key?: string): AbortSignal {
    const call = { access, recheck, key, ended: new AbortController() };
    this.calls.add(call);
    const forget = () => {
      this.calls.delete(call);
      call.ended.abort();
    };
    if (gone.aborted) forget();
    else gone.addEventListener('abort', forget, { once: true });
    return call.ended.signal;
  }

  /** Ends the request that its client names so. */
  cancel({ organizationId }: McpAccess, key: string): void {
    this.broadcast.publish({ record: 'mcp_request', organizationId, id: key });
  }
}

/** A change need not end anything: a new name does not. What can no longer be looked up ends. */
function recheck(call: CallInFlight): void {
  call.recheck().catch(() => call.ended.abort());
}
