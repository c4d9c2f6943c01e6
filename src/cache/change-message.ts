import { isRecord } from '../values/is-record.js';
import type { RecordChange } from './broadcast.js';

/** What processes tell each other through Redis. */
export interface ChangeMessage {
  /** The process that tells it. */
  readonly from: string;
  /** There were too many changes to name: every copy is to be dropped. */
  readonly isGap: boolean;
  readonly changes: readonly RecordChange[];
}

const isChange = (value: unknown): value is RecordChange =>
  isRecord(value) && [value.record, value.organizationId, value.id].every((part) => typeof part === 'string');

/** Reads a message; undefined for anything that is none, such as one of a release to come. */
export function readChangeMessage(text: string): ChangeMessage | undefined {
  try {
    const { from, isGap, changes } = JSON.parse(text);
    if (typeof from !== 'string' || typeof isGap !== 'boolean') return undefined;
    return Array.isArray(changes) && changes.every(isChange) ? { from, isGap, changes } : undefined;
  } catch {
    return undefined;
  }
}
