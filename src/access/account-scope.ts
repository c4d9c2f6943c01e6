import type { Principal } from './principal.js';

/** Whether the caller may know of an integrated account: credentials limited to one see no other. */
export const isInAccountScope = ({ integratedAccountId }: Principal, accountId: string): boolean =>
  integratedAccountId === null || integratedAccountId === accountId;
