import type { Progress } from '../../tool-calls/runners/tool-runner.js';

/** The parameters of `notifications/progress`. */
export interface ProgressNotice {
  readonly progressToken: string | number;
  readonly progress: number;
  readonly total?: number;
  readonly message: string;
}

/** Each notice has to be above the one before it (MCP, progress), also while nothing but time goes on. */
const STEP_MIN = 0.001;

/** Tells a client that asked for it how far a call is; a notice that cannot be sent is not missed. */
export function progressNotices(
  progressToken: string | number | undefined,
  send: (notice: ProgressNotice) => Promise<void>,
): (progress: Progress) => void {
  if (progressToken === undefined) return () => {};
  let last = 0;
  return ({ done, ...rest }) => {
    last = Math.max(done, last + STEP_MIN);
    send({ progressToken, progress: last, ...rest }).catch(() => {});
  };
}
