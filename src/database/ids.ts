import { v7 } from 'uuid';

/** A new record id: UUID version 7 (RFC 9562), so that ids sort by the time they were made and serve as page cursors. */
export const createId = (): string => v7();

const NO_RANDOM = new Uint8Array(16);

/** The smallest id that can have been made at this time or later: ids begin with their time, so an index on them is one on it. */
export const firstIdOf = (time: Date): string => v7({ msecs: time.getTime(), seq: 0, random: NO_RANDOM });
