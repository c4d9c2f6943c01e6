import { Injectable } from '@nestjs/common';
import { Broadcast } from '../cache/broadcast.js';
import type { McpAccess } from './mcp-access.js';

interface CallInFlight {
  /** Rejects when the caller would not be let in again. */
  readonly recheck: () => Promise<unknown>;
  readonly access: McpAccess;
  readonly ended: AbortController;
}

/** Ends calls whose server ends while they are being answered: revoked, rotated without grace, or with its account. */
@Injectable()
export class CallsInFlight {
  private readonly calls = new Set<CallInFlight>();

  constructor(broadcast: Broadcast) {
    broadcast.subscribe(({ id }) => {
      for (const call of this.calls)
        if (call.access.serverId === id || call.access.integratedAccountId === id) recheck(call);
    });
  }

  /** A signal that aborts when the client goes away, as `gone` does, and when it would not be let in again. */
  watch(access: McpAccess, gone: AbortSignal, recheck: CallInFlight['recheck']): AbortSignal {
    const call = { access, recheck, ended: new AbortController() };
    this.calls.add(call);
    const forget = () => {
      this.calls.delete(call);
      call.ended.abort();
    };
    if (gone.aborted) forget();
    else gone.addEventListener('abort', forget, { once: true });
    return call.ended.signal;
  }
}

/** A change need not end anything: a new name does not. What can no longer be looked up ends. */
function recheck(call: CallInFlight): void {
  call.recheck().catch(() => call.ended.abort());
}
