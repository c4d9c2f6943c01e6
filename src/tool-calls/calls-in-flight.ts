import { Injectable } from '@nestjs/common';
import { Broadcast } from '../cache/broadcast.js';
import type { McpAccess, McpCaller } from './mcp-access.js';

interface CallInFlight {
  /** Rejects when the caller would not be let in again. */
  readonly recheck: () => Promise<unknown>;
  /** The records without any of which the caller would not be let in: server, account, API token, sign-in, member. */
  readonly records: readonly (string | null)[];
  /** Under which its client can cancel it by a notice. */
  readonly key: string | undefined;
  readonly aborter: AbortController;
}

/**
 * Ends requests that are being answered when the caller's access is revoked (the URL revoked, rotated without grace, or gone with its
 * account; the API token revoked, the sign-in ended, or the member removed) or their client cancels them by a notice, whichever process that reaches.
 */
@Injectable()
export class CallsInFlight {
  private readonly calls = new Set<CallInFlight>();

  constructor(private readonly broadcast: Broadcast) {
    broadcast.subscribe(({ record, id }) => {
      for (const call of this.calls)
        if (record === 'mcp_request') call.key === id && call.aborter.abort();
        else if (call.records.includes(id)) recheck(call);
    });
    broadcast.onGap(() => this.calls.forEach(recheck));
  }

  /** A signal that aborts when the client closes the connection or cancels, and when the caller's access is revoked. */
  track(
    { access, principal, apiTokenId, signIn }: McpCaller,
    clientAborted: AbortSignal,
    recheck: CallInFlight['recheck'],
    key?: string,
  ): AbortSignal {
    const { serverId, integratedAccountId } = access;
    const records = [serverId, integratedAccountId, apiTokenId, signIn?.grantId ?? null, principal.subject.id];
    const call = { records, recheck, key, aborter: new AbortController() };
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

/**
 * A change need not end anything: a new name does not. What can no longer be looked up ends. Begins when all who are told
 * of the change have dropped their copies.
 */
function recheck({ recheck, aborter }: CallInFlight): void {
  Promise.resolve()
    .then(recheck)
    .catch(() => aborter.abort());
}
