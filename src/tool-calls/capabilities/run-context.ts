import type { LookerConnection } from '../../looker/looker-connection.js';
import type { LookerLimits } from '../../looker/rate-limit.js';
import type { LookerCall, Tool } from '../../tools/catalogue/tool.js';

/** A call as those see it who do the work that several tools have in common. */
export interface RunContext extends LookerCall {
  readonly tool: Tool;
  readonly connection: LookerConnection;
  /** Counts for the log what was done at Looker for several calls together. */
  countWork(status: number | null, durationMs: number, limits?: LookerLimits): void;
}
