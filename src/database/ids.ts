import { v7 } from 'uuid';

/** A new record id: UUID version 7 (RFC 9562), so that ids sort by the time they were made and serve as page cursors. */
export const createId = (): string => v7();
