import { LookerError } from '../../../looker/looker-error.js';
import type { Args, ToolCall, ToolRun } from '../../catalogue/tool.js';
import { withoutNulls } from '../../run/deleted-answer.js';
import { valueResult } from '../../run/tool-answer.js';
import type { CallInstead, ToolResult } from '../../run/tool-result.js';
import { lookerPath } from '../../schema/path-segment.js';

/**
 * Where Looker has no such credentials, says of whom: 404 alone does not tell a wrong user from one who signs in otherwise.
 * @throws LookerError where there is no such user, or they cannot be seen
 */
export const orNone =
  <Given extends Args>(what: string, run: (call: ToolCall, args: Given) => ReturnType<ToolRun>) =>
  async (call: ToolCall, args: Given): Promise<ToolResult | CallInstead> => {
    try {
      return await run(call, args);
    } catch (error) {
      if (error instanceof LookerError && error.status === 404) return noneResult(call, args, what);
      throw error;
    }
  };

async function noneResult(call: ToolCall, args: Args, what: string): Promise<ToolResult> {
  const path = lookerPath`/users/${String(args.user_id)}`;
  const { body } = await call.send({ verb: 'GET', path, query: { fields: 'id,display_name,email' } });
  const user = withoutNulls(body, 'id,display_name,email');
  return valueResult({ user, has: null, note: `This user has no ${what}; nothing was done.` });
}

/** Reads a credential, and answers what there is of it. */
export const answersCredential =
  (fields: string): ToolRun =>
  async (call, args): Promise<ToolResult | CallInstead> => {
    const { body } = await call.send(call.operationRequest(args));
    return valueResult({ user_id: args.user_id, ...withoutNulls(body, fields) });
  };
