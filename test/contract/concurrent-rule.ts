import type { AuditAction } from '../../src/audit/audit-events.js';
import type { World } from './concurrent-world.js';

export interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: Record<string, unknown>;
  readonly text: string;
}

/** One rule that changes a record, as it is run beside itself and its sisters. */
export interface Rule {
  readonly name: string;
  /** Undefined: the gateway runs it by itself. */
  readonly route?: string;
  /** @param turn 0 or 1: run beside itself, a rule asks for something else each time. */
  run(world: World, turn: 0 | 1): Promise<Answer>;
  /** What a success writes into the audit trail. */
  readonly events: readonly AuditAction[];
  /** It leaves what somebody else holds to them, and so waits for nobody like it. */
  readonly isSkipping?: boolean;
  /** A success that finds nothing left to do writes nothing. */
  readonly mayBeQuiet?: boolean;
  /** The fields that it may change; all others have to be after it as they were before. */
  readonly changes?: readonly string[];
}
