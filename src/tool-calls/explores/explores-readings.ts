import { LRUCache } from 'lru-cache';
import type { LookerConnection } from '../../looker/looker-connection.js';
import { ExploreIndex } from './explore-index.js';
import type { ExploreMetadata, ListedModel } from './explore-metadata.js';
import { ExploresReading } from './explores-reading.js';

const FRESH_MS = 5 * 60 * 1000;
const READINGS_MAX = 50;
/** Of all readings that are kept; a field takes about a kilobyte. */
const FIELDS_MAX = 60_000;

interface Kept {
  readonly reading: ExploresReading;
  /** Of which it was made: others mean that its LookML was read anew. */
  readonly models: readonly ListedModel[];
}

/** Which explores a search is made in: those of a model, of a name, or all. */
export interface SearchedPart {
  readonly model: string | undefined;
  readonly explore: string | undefined;
}

/** What was read for searches, kept for five minutes or until the LookML is read anew; who searches in the same shares it. */
export class ExploresReadings {
  private readonly kept = new LRUCache<string, Kept>({
    max: READINGS_MAX,
    maxSize: FIELDS_MAX,
    sizeCalculation: ({ reading }) => 1 + Math.min(reading.index.fields.length, FIELDS_MAX - 1),
    ttl: FRESH_MS,
  });
  private readonly indexes = new WeakMap<readonly ListedModel[], ExploreIndex>();

  constructor(private readonly metadata: ExploreMetadata) {}

  /** What has been read of some explores. */
  readingOf(connection: LookerConnection, models: readonly ListedModel[], part: SearchedPart): ExploresReading {
    const key = keyOf(connection, part);
    const known = this.kept.get(key);
    if (known?.models === models) return known.reading;
    const reading = new ExploresReading(this.metadata, connection);
    this.kept.set(key, { reading, models });
    return reading;
  }

  /** Counts a reading anew that has grown. */
  resize(connection: LookerConnection, part: SearchedPart, reading: ExploresReading): void {
    const key = keyOf(connection, part);
    const known = this.kept.peek(key);
    if (known?.reading === reading) this.kept.set(key, { ...known }, { noUpdateTTL: true });
  }

  /** The index over the explores of an instance; each list of models has one. */
  exploresOf(models: readonly ListedModel[]): ExploreIndex {
    const known = this.indexes.get(models);
    if (known !== undefined) return known;
    const made = new ExploreIndex(models);
    this.indexes.set(models, made);
    return made;
  }
}

const keyOf = ({ key }: LookerConnection, { model, explore }: SearchedPart) =>
  JSON.stringify([key, model ?? null, explore ?? null]);
