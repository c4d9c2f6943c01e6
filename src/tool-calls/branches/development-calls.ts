import { Injectable } from '@nestjs/common';
import { DatabaseService } from '../../database/database.service.js';
import { LookerClient } from '../../looker/looker-client.js';
import { LookerError } from '../../looker/looker-error.js';
import type { CallTerms } from '../../tools/catalogue/call-terms.js';
import type { Args } from '../../tools/catalogue/tool.js';
import type { LookerCallContext } from '../looker-call-context.js';
import type { McpCaller } from '../mcp-access.js';
import { BranchCheckout, type CheckedOut } from './branch-checkout.js';
import { BranchLeases } from './branch-leases.js';

/** A call as it is about to run. */
interface ReadyCall {
  readonly caller: McpCaller;
  readonly context: Pick<LookerCallContext, 'connection' | 'signal' | 'limits'>;
  readonly args: Args;
  readonly terms: CallTerms;
}

/** Runs calls in development mode one after the other, where they would disturb each other; and all others as they come. */
@Injectable()
export class DevelopmentCalls {
  private readonly checkout: BranchCheckout;

  constructor(database: DatabaseService, looker: LookerClient) {
    this.checkout = new BranchCheckout(new BranchLeases(database), looker);
  }

  /** @throws LookerError `busy` where others work on the checkout for as long as a call may take, and what Looker refuses. */
  async run<Result>(call: ReadyCall, work: () => Promise<Result>): Promise<CheckedOut<Result>> {
    const { caller, context, args, terms } = call;
    const { connection, signal, limits } = context;
    if (connection.workspace !== 'dev') return { result: await work(), notes: [] };
    const { organizationId, integratedAccountId, serviceUserId } = caller.access;
    const { credentials } = connection;
    const lookerUserId = credentials.kind === 'acting' ? credentials.userId : (serviceUserId ?? '');
    const projectId = typeof args.project_id === 'string' ? args.project_id : undefined;
    const waiting = waitingAtMost(limits.timeMs, signal);
    return this.checkout.run(
      {
        owner: { organizationId, integratedAccountId, lookerUserId },
        ...{ connection, branch: terms.branch, projectId, signal: waiting },
      },
      work,
    );
  }
}

/** Aborts with the caller, and with an error of its own when the time of a call is over. */
function waitingAtMost(timeMs: number, signal: AbortSignal): AbortSignal {
  const over = new AbortController();
  const tooLong = new LookerError(
    'busy',
    'others work on the checkout of this user in development mode, and have not come to an end',
  );
  setTimeout(() => over.abort(tooLong), timeMs).unref();
  return AbortSignal.any([signal, over.signal]);
}
