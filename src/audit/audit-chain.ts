import { createHash } from 'node:crypto';
import { canonicalJson } from '../values/canonical-json.js';

/** What one link of the chain covers; `at` as an ISO time. */
export interface AuditLink {
  readonly organizationId: string;
  readonly sequence: number;
  readonly id: string;
  readonly at: string;
  readonly action: string;
  readonly record: string;
  readonly recordId: string;
  readonly actor: unknown;
  readonly before: unknown;
  readonly after: unknown;
  readonly previousHash: string;
}

export interface StoredAuditLink extends AuditLink {
  readonly hash: string;
}

/** The hash before the first event of every organization. */
export const CHAIN_START = '0'.repeat(64);

/**
 * SHA-256 over everything that an event says and the hash of the one before it, in hexadecimal; canonical, since the
 * database may give the keys of an object back in another order.
 */
export function linkHash(link: AuditLink): string {
  const { organizationId, sequence, id, at, action, record, recordId, actor, before, after, previousHash } = link;
  const said = { organizationId, sequence, id, at, action, record, recordId, actor, before, after, previousHash };
  return createHash('sha256').update(canonicalJson(said)).digest('hex');
}

/** The first link that is not as it was written, and in what way. */
export interface BrokenLink {
  readonly sequence: number;
  readonly fault: 'altered' | 'missing' | 'out of order' | 'cut off at the end';
}

/** Where a verification stands: the hash and the number of the last good link. */
export interface ChainPosition {
  readonly sequence: number;
  readonly hash: string;
}

export const CHAIN_BEGINNING: ChainPosition = { sequence: 0, hash: CHAIN_START };

/** Checks one link against the position before it. */
export function linkFault(position: ChainPosition, link: StoredAuditLink): BrokenLink | undefined {
  const sequence = position.sequence + 1;
  if (link.sequence !== sequence) return { sequence, fault: 'missing' };
  if (linkHash(link) !== link.hash) return { sequence, fault: 'altered' };
  if (link.previousHash !== position.hash) return { sequence, fault: 'out of order' };
  return undefined;
}

/** Checks that the chain ends where its head says: a removed last event leaves no gap behind. */
export function endFault(position: ChainPosition, head: ChainPosition): BrokenLink | undefined {
  if (position.sequence < head.sequence) return { sequence: position.sequence + 1, fault: 'cut off at the end' };
  return position.hash === head.hash ? undefined : { sequence: position.sequence, fault: 'altered' };
}
