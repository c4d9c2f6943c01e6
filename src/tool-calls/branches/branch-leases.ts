import { setTimeout as pause } from 'node:timers/promises';
import type { DatabaseService } from '../../database/database.service.js';
import { createId } from '../../database/ids.js';
import type { OrganizationTransaction } from '../../database/organization-transaction.js';
import { LookerError } from '../../looker/looker-error.js';
import { type BranchLease, BranchLeasesRepository, type CheckoutOwner } from './branch-leases.repository.js';

/** Whose checkouts a call works on. */
export interface LeasedOwner extends CheckoutOwner {
  readonly organizationId: string;
}

/** What a call may do to checkouts: others wait, or go along. */
export interface LeaseOrder {
  /** Exclusive: at least one. Shared: the one that the call names, or none, which stands for all. */
  readonly projects: readonly string[];
  readonly isExclusive: boolean;
}

/** A call that died in the middle left another branch checked out than it found. */
export interface LeftCheckout {
  readonly projectId: string;
  readonly homeBranch: string;
}

/** What a call holds, until it is released. */
export interface HeldLease {
  readonly callId: string;
  /** To be checked out again before anything else: the lease of a call in production has them, too. */
  readonly left: readonly LeftCheckout[];
}

/** A call that has not prolonged its lease for so long is taken for dead. */
const LEASE_SECONDS = 30;
const PROLONG_MS = 10_000;
const WAIT_MS_FIRST = 50;
const WAIT_MS_MAX = 500;

/**
 * Who works on which checkout, for all processes of the gateway. Looker has one checkout for each user and project, and whoever changes it
 * changes it for all: a call on a branch of its own has it alone; calls on what is checked out have it together.
 */
export class BranchLeases {
  private readonly leases = new BranchLeasesRepository();
  /** The last of this process's calls that wants an owner's checkouts alone: they come one after the other, in their order. */
  private readonly lines = new Map<string, Promise<void>>();

  constructor(private readonly database: DatabaseService) {}

  /**
   * Runs work while the call holds what it asks for.
   * @throws LookerError `busy` where others hold it until the time is over, `aborted` where the caller leaves before.
   */
  async within<Result>(
    owner: LeasedOwner,
    order: LeaseOrder,
    signal: AbortSignal,
    work: (lease: HeldLease) => Promise<Result>,
  ): Promise<Result> {
    return order.isExclusive
      ? this.inLine(owner, signal, () => this.hold(owner, order, signal, work))
      : this.hold(owner, order, signal, work);
  }

  /** Before a branch is checked out: what is to be checked out again, whatever becomes of this process; null: it is. */
  async setHome(owner: LeasedOwner, callId: string, projectId: string, homeBranch: string | null): Promise<void> {
    const isHeld = await this.inTransaction(owner, (tx) =>
      this.leases.updateHome(tx, owner, { projectId, callId }, homeBranch),
    );
    if (!isHeld) throw takenOver();
  }

  /**
   * Whoever was paused for longer than a lease lasts has lost it, and may have seen the branch of another call.
   * @throws LookerError `busy` where the call has lost its lease
   */
  async confirm(owner: LeasedOwner, { callId }: HeldLease): Promise<void> {
    const isHeld = await this.inTransaction(owner, (tx) => this.leases.prolong(tx, owner, callId, LEASE_SECONDS));
    if (!isHeld) throw takenOver();
  }

  private async hold<Result>(
    owner: LeasedOwner,
    order: LeaseOrder,
    signal: AbortSignal,
    work: (lease: HeldLease) => Promise<Result>,
  ): Promise<Result> {
    const lease = await this.acquire(owner, order, signal);
    const prolonging = setInterval(() => this.prolong(owner, lease.callId), PROLONG_MS);
    try {
      return await work(lease);
    } finally {
      clearInterval(prolonging);
      // Work that was done stays done: a lease that nobody ends is over in half a minute.
      await this.inTransaction(owner, (tx) => this.leases.release(tx, owner, lease.callId)).catch(() => undefined);
    }
  }

  private async acquire(owner: LeasedOwner, order: LeaseOrder, signal: AbortSignal): Promise<HeldLease> {
    const callId = createId();
    for (let waitMs = WAIT_MS_FIRST; ; waitMs = Math.min(waitMs * 2, WAIT_MS_MAX)) {
      const held = await this.tryAcquire(owner, order, callId);
      if (held !== null) return held;
      // By chance a little more or less: processes that wait for the same must not always ask in the same order.
      await pause(waitMs * (0.75 + Math.random() / 2), undefined, { signal }).catch(() => {
        throw reasonOf(signal);
      });
    }
  }

  private tryAcquire(owner: LeasedOwner, order: LeaseOrder, callId: string): Promise<HeldLease | null> {
    return this.inTransaction(owner, async (tx) => {
      await this.leases.lock(tx, owner);
      const rows = (await this.leases.list(tx, owner)).filter((row) => concerns(row, order));
      const left = rows.flatMap(({ projectId, homeBranch }) =>
        homeBranch === null ? [] : [{ projectId, homeBranch }],
      );
      const isAlone = order.isExclusive || left.length > 0;
      if (rows.some((row) => !row.isOver && (isAlone || row.isExclusive))) return null;
      for (const row of rows.filter(({ isOver }) => isOver)) await this.leases.remove(tx, owner, row);
      for (const lease of leasesOf(order, left))
        await this.leases.insert(tx, owner, { ...lease, callId }, LEASE_SECONDS);
      return { callId, left };
    });
  }

  private prolong(owner: LeasedOwner, callId: string): void {
    this.inTransaction(owner, (tx) => this.leases.prolong(tx, owner, callId, LEASE_SECONDS)).catch(() => {});
  }

  private async inLine<Result>(owner: LeasedOwner, signal: AbortSignal, work: () => Promise<Result>): Promise<Result> {
    const key = `${owner.organizationId}/${owner.integratedAccountId}/${owner.lookerUserId}`;
    const before = this.lines.get(key) ?? Promise.resolve();
    let end = () => {};
    const ended = new Promise<void>((resolve) => {
      end = resolve;
    });
    const line = before.then(() => ended);
    this.lines.set(key, line);
    try {
      await untilTurn(before, signal);
      return await work();
    } finally {
      end();
      if (this.lines.get(key) === line) this.lines.delete(key);
    }
  }

  private inTransaction<Result>(
    { organizationId }: LeasedOwner,
    steps: (tx: OrganizationTransaction) => Promise<Result>,
  ): Promise<Result> {
    return this.database.inTransaction(organizationId, steps);
  }
}

/** Whether a lease is about a project that a call asks for; one without a project is about all of them. */
const concerns = ({ projectId }: BranchLease, { projects }: LeaseOrder) =>
  projectId === '' || projects.length === 0 || projects.includes(projectId);

/** What a call takes. What a dead call left must be put right by one alone: who came to share takes those projects for itself. */
function leasesOf({ projects, isExclusive }: LeaseOrder, left: readonly LeftCheckout[]) {
  const homeOf = (projectId: string) => left.find((one) => one.projectId === projectId)?.homeBranch ?? null;
  const alone = isExclusive ? projects : left.map(({ projectId }) => projectId);
  const shared = isExclusive ? [] : (projects.length > 0 ? projects : ['']).filter((one) => !alone.includes(one));
  return [
    ...[...new Set(alone)].map((projectId) => ({ projectId, isExclusive: true, homeBranch: homeOf(projectId) })),
    ...shared.map((projectId) => ({ projectId, isExclusive: false, homeBranch: null })),
  ];
}

const takenOver = () =>
  new LookerError(
    'busy',
    'this call took too long to go on, another call has taken its checkout over, and what it saw may be of another branch',
  );

const reasonOf = ({ reason }: AbortSignal) =>
  reason instanceof LookerError ? reason : new LookerError('aborted', 'the caller went away');

function untilTurn(before: Promise<void>, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.reject(reasonOf(signal));
  const left = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(reasonOf(signal)), { once: true });
  });
  return Promise.race([before, left]);
}
