import type { LookerConnection } from '../../looker/looker-connection.js';
import type { McpCaller } from '../mcp-access.js';

/** Knows as whom Looker is called for one kind of caller. */
export interface IdentityResolver {
  /**
   * The connection that a call is made with; undefined for a caller of another kind.
   * @throws LookerError `sign_in_over` where the caller has to sign in again first.
   */
  resolve(caller: McpCaller): Promise<LookerConnection | undefined>;
}
