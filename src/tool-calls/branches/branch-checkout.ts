import type { LookerClient } from '../../looker/looker-client.js';
import type { LookerConnection } from '../../looker/looker-connection.js';
import { LookerError } from '../../looker/looker-error.js';
import type { LookerRequest } from '../../looker/looker-request.js';
import { sanitizedLine } from '../../looker/sanitized-text.js';
import type { CallTerms } from '../../tools/catalogue/call-terms.js';
import { explainError } from '../../tools/run/explain-error.js';
import { lookerPath } from '../../tools/schema/path-segment.js';
import { isRecord } from '../../values/is-record.js';
import type { BranchLeases, HeldLease, LeasedOwner } from './branch-leases.js';

/** One call in development mode: whose checkouts it works on, and as whom. */
export interface DevelopmentCall {
  readonly owner: LeasedOwner;
  readonly connection: LookerConnection;
  /** Undefined: on what is checked out. */
  readonly branch: CallTerms['branch'];
  /** The project that the call names; undefined: none. */
  readonly projectId: string | undefined;
  readonly signal: AbortSignal;
}

/** What came of the work, and what the caller should know of the checkouts besides. */
export interface CheckedOut<Result> {
  readonly result: Result;
  readonly notes: readonly string[];
}

/** So long may checking the former branch out again take, whether or not the caller is still there. */
const RESTORE_MS = 30_000;
const NAME_CHARACTERS_MAX = 255;
const IMPORTS_MAX = 20;

/**
 * Runs a call on a branch, in the projects that its project imports too: checks it out, and checks out again what was there, whatever comes of the
 * call (Looker operations `git_branch`, `update_git_branch`, `manifest`). Calls on one user's checkouts come one after the other, over all
 * processes; what a call that died has left is put right by the next one.
 */
export class BranchCheckout {
  constructor(
    private readonly leases: BranchLeases,
    private readonly looker: LookerClient,
  ) {}

  /** @throws LookerError what Looker refuses, `busy` and `aborted` */
  async run<Result>(call: DevelopmentCall, work: () => Promise<Result>): Promise<CheckedOut<Result>> {
    const { branch, projectId } = call;
    const imported = branch === undefined ? [] : await this.importsOf(call, branch.projectId);
    const projects = branch === undefined ? [projectId ?? []].flat() : [...new Set([branch.projectId, ...imported])];
    const order = { projects: [...projects].sort(), isExclusive: branch !== undefined };
    return this.leases.within(call.owner, order, call.signal, async (lease) => {
      const notes = await this.putRight(call, lease);
      if (branch === undefined) return { result: await work(), notes };
      return this.onBranch(call, lease, { name: branch.name, projects, main: branch.projectId }, notes, work);
    });
  }

  private async onBranch<Result>(
    call: DevelopmentCall,
    lease: HeldLease,
    { name, projects, main }: { name: string; projects: readonly string[]; main: string },
    notes: string[],
    work: () => Promise<Result>,
  ): Promise<CheckedOut<Result>> {
    const changed: { projectId: string; home: string }[] = [];
    try {
      for (const projectId of projects) {
        if (projectId !== main && !(await this.hasBranch(call, projectId, name))) {
          notes.push(`The imported project ${projectId} has no branch ${name} and stayed as it was.`);
          continue;
        }
        const home = await this.currentBranch(call, projectId);
        if (home === name) continue;
        await this.leases.setHome(call.owner, lease.callId, projectId, home);
        changed.push({ projectId, home });
        await this.checkOut(call, projectId, name, call.signal);
      }
      const result = await work();
      await this.leases.confirm(call.owner, lease);
      return { result, notes };
    } finally {
      for (const { projectId, home } of changed.reverse())
        notes.push(...(await this.restore(call, lease, projectId, home)));
    }
  }

  /** Checks out again what calls that ended in the middle left. */
  private async putRight(call: DevelopmentCall, lease: HeldLease): Promise<string[]> {
    const notes: string[] = [];
    for (const { projectId, homeBranch } of lease.left) {
      const failed = await this.restore(call, lease, projectId, homeBranch);
      if (failed.length > 0) throw new LookerError('refused', failed.join(' '), { status: 409 });
      notes.push(`An earlier call ended in the middle in ${projectId}: ${homeBranch} was checked out again first.`);
    }
    return notes;
  }

  /** @returns what the caller should know: nothing, where the branch is checked out again. */
  private async restore(
    call: DevelopmentCall,
    { callId }: HeldLease,
    projectId: string,
    home: string,
  ): Promise<readonly string[]> {
    try {
      // Whoever has taken the checkout over has put it right, and must not lose its own branch to this call.
      await this.leases.setHome(call.owner, callId, projectId, home);
      await this.checkOut(call, projectId, home, AbortSignal.timeout(RESTORE_MS));
      await this.leases.setHome(call.owner, callId, projectId, null);
      return [];
    } catch (error) {
      // Whatever it is, the other projects are to be restored, too, and the next call finds what was written down of this one.
      const why = error instanceof LookerError ? explainError(error) : 'the database of the gateway did not answer.';
      return [
        `In ${projectId} the branch ${home} could not be checked out again: ${why} The next call in development mode tries it once more; or use switch_git_branch.`,
      ];
    }
  }

  private async currentBranch(call: DevelopmentCall, projectId: string): Promise<string> {
    const { body } = await this.ask(call, {
      verb: 'GET',
      path: lookerPath`/projects/${projectId}/git_branch`,
      query: {},
    });
    const name = isRecord(body) && typeof body.name === 'string' ? sanitizedLine(body.name, NAME_CHARACTERS_MAX) : '';
    if (name === '') throw new LookerError('not_looker', 'it names no branch that is checked out');
    return name;
  }

  private async hasBranch(call: DevelopmentCall, projectId: string, name: string): Promise<boolean> {
    try {
      await this.ask(call, { verb: 'GET', path: lookerPath`/projects/${projectId}/git_branch/${name}`, query: {} });
      return true;
    } catch (error) {
      if (error instanceof LookerError && error.status === 404) return false;
      throw error;
    }
  }

  private async checkOut(call: DevelopmentCall, projectId: string, name: string, signal: AbortSignal): Promise<void> {
    const path = lookerPath`/projects/${projectId}/git_branch`;
    await this.looker.send(call.connection, { verb: 'PUT', path, query: {}, body: { name } }, signal);
  }

  /** The projects of the same Looker that a project imports by its manifest; none where it cannot be read. */
  private async importsOf(call: DevelopmentCall, projectId: string): Promise<readonly string[]> {
    try {
      const { body } = await this.ask(call, {
        verb: 'GET',
        path: lookerPath`/projects/${projectId}/manifest`,
        query: {},
      });
      const imports = isRecord(body) && Array.isArray(body.imports) ? body.imports : [];
      return imports
        .filter(isRecord)
        .filter(({ name, is_remote: isRemote }) => typeof name === 'string' && isRemote !== true)
        .slice(0, IMPORTS_MAX)
        .map(({ name }) => String(name));
    } catch (error) {
      if (error instanceof LookerError && error.fault === 'refused') return [];
      throw error;
    }
  }

  private ask({ connection, signal }: DevelopmentCall, request: LookerRequest) {
    return this.looker.send(connection, request, signal);
  }
}
