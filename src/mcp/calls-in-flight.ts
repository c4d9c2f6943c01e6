import { Injectable } from '@nestjs/common';
import { Broadcast } from '../cache/broadcast.js';
import type { McpAccess } from './mcp-access.js';
import { ServerDirectory } from './server-directory.js';

interface CallInFlight {
  readonly token: string;
  readonly access: McpAccess;
  readonly ended: AbortController;
}

/** Ends requests whose URL ends while they are being answered: revoked, rotated without grace, or with its account. */
@Injectable()
export class CallsInFlight {
  private readonly calls = new Set<CallInFlight>();

  constructor(
    private readonly directory: ServerDirectory,
    broadcast: Broadcast,
  ) {
    broadcast.subscribe(({ id }) => {
      for (const call of this.calls)
        if (call.access.serverId === id || call.access.integratedAccountId === id) this.recheck(call);
    });
  }

  /** A signal that aborts when the client goes away, as `gone` does, and when the URL that let it in ends. */
  watch(token: string, access: McpAccess, gone: AbortSignal): AbortSignal {
    const call = { token, access, ended: new AbortController() };
    this.calls.add(call);
    const forget = () => {
      this.calls.delete(call);
      call.ended.abort();
    };
    if (gone.aborted) forget();
    else gone.addEventListener('abort', forget, { once: true });
    return call.ended.signal;
  }

  /** A change need not end anything: a new name does not. What can no longer be looked up ends. */
  private recheck(call: CallInFlight): void {
    this.directory.resolve(call.token, new Date()).catch(() => call.ended.abort());
  }
}
