import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { isRowRefused } from '../database/prisma-errors.js';
import type { CallLogRow } from './activity.view.js';
import { CallLogRepository } from './call-log.repository.js';
import { GroupCommit } from './group-commit.js';

/** One statement stays small enough to be done in milliseconds. */
const ROWS_PER_WRITE_MAX = 200;
/** One is being written while the next fills up; the rest of the connection pool is left to requests. */
const WRITES_AT_ONCE_MAX = 2;
/** Beyond this the database is not keeping up, and calls fail rather than fill the memory. */
const WAITING_MAX = 10_000;

/** Keeps one row for each tool call: committed before the call is answered, together with whatever waits at that moment. */
@Injectable()
export class CallLogService implements OnApplicationShutdown {
  private readonly writes: GroupCommit<CallLogRow>;

  constructor(callLog: CallLogRepository) {
    this.writes = new GroupCommit({
      write: (rows) => callLog.insertAll(rows),
      isRowFault: isRowRefused,
      rowsPerWriteMax: ROWS_PER_WRITE_MAX,
      writesAtOnceMax: WRITES_AT_ONCE_MAX,
      waitingMax: WAITING_MAX,
    });
  }

  /**
   * Fulfilled when the row is committed.
   * @throws GroupCommitFullError, or why the database did not take it: the call must not be answered then.
   */
  write(row: CallLogRow): Promise<void> {
    return this.writes.add(row);
  }

  /** This module is listed after the database's, and modules are shut down in reverse: the pool is still open here. */
  async onApplicationShutdown(): Promise<void> {
    await this.writes.drain();
  }
}
