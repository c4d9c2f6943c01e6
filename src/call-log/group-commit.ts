/** Thrown for a row that came while as many as are allowed were waiting. */
export class GroupCommitFullError extends Error {
  override readonly name = 'GroupCommitFullError';
}

export interface GroupCommitOptions<Row> {
  /** Writes rows in one transaction: all of them or none. */
  readonly write: (rows: readonly Row[]) => Promise<void>;
  /** Whether a write failed because of what some row says, so that the others can be written without it. */
  readonly isRowFault: (error: unknown) => boolean;
  readonly rowsPerWriteMax: number;
  readonly writesAtOnceMax: number;
  readonly waitingMax: number;
}

interface WaitingRow<Row> {
  readonly row: Row;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Writes rows of many callers together: what waits while a write is under way goes into the next one. A lone row is
 * written at once.
 */
export class GroupCommit<Row> {
  private readonly waiting: WaitingRow<Row>[] = [];
  private idle: (() => void)[] = [];
  private writesUnderWay = 0;

  constructor(private readonly options: GroupCommitOptions<Row>) {}

  /**
   * Fulfilled when the row is committed.
   * @throws GroupCommitFullError; whatever the write throws, once for each row of it.
   */
  add(row: Row): Promise<void> {
    if (this.waiting.length >= this.options.waitingMax)
      return Promise.reject(new GroupCommitFullError(`${this.options.waitingMax} rows are waiting to be written`));
    return new Promise((resolve, reject) => {
      this.waiting.push({ row, resolve, reject });
      this.startWrites();
    });
  }

  /** Fulfilled when nothing waits and nothing is being written. */
  drain(): Promise<void> {
    if (this.waiting.length === 0 && this.writesUnderWay === 0) return Promise.resolve();
    return new Promise((resolve) => this.idle.push(resolve));
  }

  private startWrites(): void {
    while (this.writesUnderWay < this.options.writesAtOnceMax && this.waiting.length > 0) {
      this.writesUnderWay++;
      void this.writeTogether(this.waiting.splice(0, this.options.rowsPerWriteMax)).then(() => this.endWrite());
    }
  }

  private endWrite(): void {
    this.writesUnderWay--;
    this.startWrites();
    if (this.writesUnderWay > 0) return;
    for (const resolve of this.idle.splice(0)) resolve();
  }

  /** Never rejects: each row's own promise tells. */
  private async writeTogether(group: readonly WaitingRow<Row>[]): Promise<void> {
    try {
      await this.options.write(group.map(({ row }) => row));
      for (const { resolve } of group) resolve();
    } catch (error) {
      if (group.length > 1 && this.options.isRowFault(error)) return this.writeSingly(group);
      for (const { reject } of group) reject(error);
    }
  }

  private async writeSingly(group: readonly WaitingRow<Row>[]): Promise<void> {
    for (const { row, resolve, reject } of group) await this.options.write([row]).then(resolve, reject);
  }
}
