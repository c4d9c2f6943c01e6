import type { CallLogRow } from '../../src/call-log/activity.view.js';
import { createId } from '../../src/database/ids.js';

/** A row as a call that went well leaves it. */
export const callLogRow = (change: Partial<CallLogRow> & Pick<CallLogRow, 'organizationId'>): CallLogRow => ({
  id: createId(),
  at: new Date(),
  mcpServerId: createId(),
  integratedAccountId: createId(),
  apiTokenId: null,
  memberId: null,
  oauthGrantId: null,
  person: null,
  toolName: 'looker_users_me',
  resource: 'users',
  method: 'me',
  effect: 'read',
  status: 'ok',
  argumentsDigest: '0'.repeat(64),
  argumentsBytes: 2,
  arguments: null,
  lookerStatus: 200,
  lookerRecordId: null,
  lookerDurationMs: 1.5,
  durationMs: 2.5,
  rows: null,
  bytes: 2,
  clientName: null,
  clientVersion: null,
  protocolVersion: null,
  requestId: createId(),
  ...change,
});
