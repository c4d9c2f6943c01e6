import type { LookerConnection } from '../../looker/looker-connection.js';
import { LookerError } from '../../looker/looker-error.js';
import { sideBySide } from '../../values/side-by-side.js';
import type { Candidate } from './explore-index.js';
import type { ExploreMetadata } from './explore-metadata.js';
import { FieldIndex } from './field-index.js';

/** Explores that are asked for in one search. */
const EXPLORES_MAX = 150;
const AT_ONCE_MAX = 4;
/** Faults of one explore; with any other the next explore would fare no better. */
const OWN_FAULTS: readonly string[] = ['refused', 'timed_out', 'too_large'];

/** Until when a search reads on, and whether somebody still waits for it. */
export interface ReadingBounds {
  readonly untilMs: number;
  readonly signal: AbortSignal;
}

/** The explores that a search was not made in. */
export interface NotSearched {
  /** Nobody has asked for them yet. */
  readonly unread: readonly Candidate[];
  /** They could not be read. */
  readonly failed: readonly Candidate[];
}

/** Fields of explores that are read by and by: each search goes on where the one before it ended. */
export class ExploresReading {
  readonly index = new FieldIndex();
  private readonly read = new Set<string>();
  /** Looker lists them, and says that there are none of these names: the user may not see them, or their LookML is broken. */
  private readonly missing = new Set<string>();
  private readonly failed = new Map<string, LookerError>();
  private turn: Promise<void> = Promise.resolve();

  constructor(
    private readonly metadata: ExploreMetadata,
    private readonly connection: LookerConnection,
  ) {}

  isMissing({ key }: Candidate): boolean {
    return this.missing.has(key);
  }

  notSearchedOf(explores: readonly Candidate[]): NotSearched {
    const others = explores.filter(({ key }) => !this.read.has(key) && !this.missing.has(key));
    const isFailed = ({ key }: Candidate) => this.failed.has(key);
    return { unread: others.filter((one) => !isFailed(one)), failed: others.filter(isFailed) };
  }

  /**
   * Reads those of the explores that were not read yet, in their order, as many as one search may; one search after the other.
   * @throws LookerError where none was ever read, and for what keeps the next explore from being read, too; what was read is kept.
   */
  readOn(explores: readonly Candidate[], bounds: ReadingBounds): Promise<void> {
    const mine = this.turn.then(() => this.readSome(explores, bounds));
    this.turn = mine.catch(() => {});
    return mine;
  }

  private async readSome(explores: readonly Candidate[], { untilMs, signal }: ReadingBounds): Promise<void> {
    const { unread, failed } = this.notSearchedOf(explores);
    let asked = 0;
    let stopped: unknown;
    const isOver = () =>
      asked >= EXPLORES_MAX || Date.now() >= untilMs || this.index.isFull || signal.aborted || stopped !== undefined;
    // What failed once comes last: it may fail again.
    await sideBySide([...unread, ...failed], AT_ONCE_MAX, async (explore) => {
      if (isOver()) return;
      if (!this.metadata.isCached(this.connection, explore)) asked += 1;
      await this.readOne(explore).catch((error: unknown) => {
        stopped = error;
      });
    });
    const [fault] = this.failed.values();
    if (stopped !== undefined) throw stopped;
    if (this.read.size === 0 && fault !== undefined) throw fault;
  }

  private async readOne(explore: Candidate): Promise<void> {
    const { key } = explore;
    try {
      await this.index.add(explore, await this.metadata.describe(this.connection, explore));
      this.failed.delete(key);
      this.read.add(key);
    } catch (error) {
      if (!(error instanceof LookerError) || !OWN_FAULTS.includes(error.fault)) throw error;
      if (error.status === 404) this.missing.add(key);
      else this.failed.set(key, error);
    }
  }
}
