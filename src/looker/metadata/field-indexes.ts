import { LRUCache } from 'lru-cache';
import { LookerError } from '../looker-error.js';
import type { LookerConnection } from '../looker-sessions.js';
import { type ExploreField, fieldCharacters } from './explore-field.js';
import type { ExploreMetadata } from './explore-metadata.js';
import { type ExploreName, FieldIndex, joinedFields } from './field-index.js';

const FRESH_MS = 5 * 60 * 1000;
const INDEXES_MAX = 50;
/** Of all indexes that are kept; a field takes about a kilobyte. */
const FIELDS_MAX = 50_000;
/** Explores that are read for one search. */
const EXPLORES_MAX = 150;
const AT_ONCE_MAX = 4;
/** After so many fields, or so many characters of them, no further explore is read. */
const FIELDS_READ_MAX = 60_000;
const CHARACTERS_READ_MAX = 10_000_000;
/** After this neither. */
const READING_MS_MAX = 45_000;
/** Faults of one explore; with any other the next explore would fare no better. */
const OWN_FAULTS: readonly string[] = ['refused', 'timed_out', 'too_large'];

/** An index, and the explores that are not in it: too many, broken, or slow. */
export interface ReadIndex {
  readonly index: FieldIndex;
  readonly left: readonly ExploreName[];
}

interface Reading {
  readonly connection: LookerConnection;
  readonly explores: readonly ExploreName[];
}

/** Search indexes over the fields of explores, kept for five minutes; who wants the same one waits for the same. */
export class FieldIndexes {
  private readonly kept = new LRUCache<string, ReadIndex, Reading>({
    max: INDEXES_MAX,
    maxSize: FIELDS_MAX,
    sizeCalculation: ({ index }) => 1 + index.fields.length,
    ttl: FRESH_MS,
    fetchMethod: (_, __, { context }) => this.read(context),
  });

  constructor(private readonly metadata: ExploreMetadata) {}

  /**
   * The index over the fields of these explores, as one connection may see them.
   * @throws LookerError where none of them can be read.
   */
  async indexOf(connection: LookerConnection, explores: readonly ExploreName[]): Promise<ReadIndex> {
    const names = explores.map(({ model, explore }) => [model, explore]);
    const key = JSON.stringify([connection.key, names]);
    const read = await this.kept.fetch(key, { context: { connection, explores } });
    if (read === undefined) throw new Error('an index was dropped while it was made');
    // What could not be read now may be readable in a moment.
    if (read.left.length > Math.max(0, explores.length - EXPLORES_MAX)) this.kept.delete(key);
    return read;
  }

  private async read({ connection, explores }: Reading): Promise<ReadIndex> {
    const untilMs = Date.now() + READING_MS_MAX;
    const waiting = explores.slice(0, EXPLORES_MAX).entries();
    const found: (readonly ExploreField[] | undefined)[] = [];
    const failures: LookerError[] = [];
    let [fields, characters] = [0, 0];
    const work = async () => {
      for (const [place, { model, explore }] of waiting) {
        if (Date.now() > untilMs || fields > FIELDS_READ_MAX || characters > CHARACTERS_READ_MAX) return;
        const listed = await this.metadata.listFields(connection, model, explore).catch((error: unknown) => {
          if (!(error instanceof LookerError) || !OWN_FAULTS.includes(error.fault)) throw error;
          failures.push(error);
          return undefined;
        });
        found[place] = listed;
        fields += listed?.length ?? 0;
        characters += listed?.reduce((sum, field) => sum + fieldCharacters(field), 0) ?? 0;
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE_MAX }, work));
    const read = explores.flatMap((name, place) => {
      const fields = found[place];
      return fields === undefined ? [] : [{ ...name, fields }];
    });
    if (read.length === 0 && failures[0] !== undefined) throw failures[0];
    const left = explores.filter((_, place) => found[place] === undefined);
    return { index: await FieldIndex.over(await joinedFields(read)), left };
  }
}
