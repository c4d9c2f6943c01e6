import { LRUCache } from 'lru-cache';
import { type PartsReading, readParts } from '../../looker/json-parts.js';
import type { LookerClient } from '../../looker/looker-client.js';
import type { LookerConnection } from '../../looker/looker-connection.js';
import { LookerError } from '../../looker/looker-error.js';
import { sanitizedLine } from '../../looker/sanitized-text.js';
import { isSafePathSegment, lookerPath } from '../../tools/schema/path-segment.js';
import { isRecord, type JsonRecord } from '../../values/is-record.js';
import { CharacterBudget } from './character-budget.js';
import { type ExploreField, fieldCharacters, fieldLists, readField, wantedOfFields } from './explore-field.js';
import { type ExploreFilter, filterCharacters, isFilterOf, readFilter, wantedOfFilters } from './explore-filters.js';
import type { ExploreName } from './explore-name.js';
import { LookmlNews } from './lookml-news.js';

/** LookML is deployed a few times a day; what somebody changes elsewhere is found after this time at the latest. */
const FRESH_MS = 5 * 60 * 1000;
/** Models and explores that are in use at the same time, of all connections. */
const ENTRIES_MAX = 2_000;
/** Of all explores that are kept, which is some 50 MB of memory. */
const CHARACTERS_MAX = 20_000_000;
const ASK_MS_MAX = 20_000;
/** Who asks for everything anew so soon after somebody else is served by that. */
const RENEWED_MS = 5_000;
const CONNECTIONS_MAX = 10_000;
const DESCRIPTION_CHARACTERS_MAX = 200;
const NAME_CHARACTERS_MAX = 255;
/** Of one answer, most of which is not kept. */
const ANSWER_BYTES_MAX = 32 * 1024 * 1024;

/** An explore in the list of its model. */
export interface ListedExplore {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly isHidden: boolean;
}

/** A model with its explores. */
export interface ListedModel {
  readonly name: string;
  readonly explores: readonly ListedExplore[];
}

/** What a search has to know of an explore: its fields, hidden ones too, and what its queries are filtered by. */
export interface DescribedExplore {
  readonly fields: readonly ExploreField[];
  readonly filters: readonly ExploreFilter[];
}

/** All models that a connection may list, or one of them. */
interface ModelsAsked {
  readonly connection: LookerConnection;
  readonly model?: string;
}

type PartPath = Parameters<PartsReading['visit']>[0];

/** What an instance says of its models and explores, as one connection may see it; kept for five minutes, or until its LookML changes. */
export class ExploreMetadata {
  private readonly models = new LRUCache<string, readonly ListedModel[], ModelsAsked>({
    max: ENTRIES_MAX,
    maxSize: CHARACTERS_MAX,
    sizeCalculation: (models) => 100 + JSON.stringify(models).length,
    ttl: FRESH_MS,
    // What is dropped while it is read is used by those who wait for it, and not kept.
    ignoreFetchAbort: true,
    fetchMethod: (_, __, { context }) => this.readModels(context),
  });
  private readonly explores = new LRUCache<string, DescribedExplore, readonly [LookerConnection, string, string]>({
    max: ENTRIES_MAX,
    maxSize: CHARACTERS_MAX,
    sizeCalculation: ({ fields, filters }) =>
      100 + filterCharacters(filters) + fields.reduce((sum, field) => sum + fieldCharacters(field), 0),
    ttl: FRESH_MS,
    ignoreFetchAbort: true,
    fetchMethod: (_, __, { context }) => this.readExplore(...context),
  });

  private readonly renewed: LRUCache<string, true>;

  /**
   * @param news tells whose LookML has changed.
   * @param renewedMs for how long what was read anew serves whoever asks for that.
   */
  constructor(
    private readonly looker: LookerClient,
    readonly news = new LookmlNews(),
    renewedMs = RENEWED_MS,
  ) {
    this.renewed = new LRUCache({ max: CONNECTIONS_MAX, ttl: renewedMs });
    news.onChange((isStale) => {
      for (const key of [...this.models.keys()]) if (isStale(connectionKeyOf(key))) this.models.delete(key);
      for (const key of [...this.explores.keys()]) if (isStale(connectionKeyOf(key))) this.explores.delete(key);
    });
  }

  /**
   * All models with their explores (Looker operation `all_lookml_models`); the same list while it is kept.
   * @param ageMsMax how old it may be.
   * @throws LookerError
   */
  async listModels(connection: LookerConnection, ageMsMax = FRESH_MS): Promise<readonly ListedModel[]> {
    const key = modelsKey({ connection });
    const forceRefresh = ageOf(this.models, key) > ageMsMax;
    return (await this.models.fetch(key, { context: { connection }, forceRefresh })) ?? [];
  }

  /**
   * A model that no list has, such as `system__activity`, with its explores (Looker operation `lookml_model`); empty where Looker says that
   * there is none of that name.
   * @throws LookerError
   */
  async findUnlisted(connection: LookerConnection, model: string): Promise<readonly ListedModel[]> {
    if (!isSafePathSegment(model)) return [];
    const context = { connection, model };
    try {
      return (await this.models.fetch(modelsKey(context), { context })) ?? [];
    } catch (error) {
      if (error instanceof LookerError && error.status === 404) return [];
      throw error;
    }
  }

  /**
   * An explore with its fields (Looker operation `lookml_model_explore`); the same while it is kept.
   * @param ageMsMax how old it may be.
   * @throws LookerError, `refused` with 404 where there is no such explore.
   */
  async describe(
    connection: LookerConnection,
    { model, explore }: ExploreName,
    ageMsMax = FRESH_MS,
  ): Promise<DescribedExplore> {
    const key = exploreKey(connection, { model, explore });
    const forceRefresh = ageOf(this.explores, key) > ageMsMax;
    const found = await this.explores.fetch(key, { context: [connection, model, explore], forceRefresh });
    return found ?? { fields: [], filters: [] };
  }

  /** Has everything of a connection read anew. */
  renew(connection: LookerConnection): void {
    if (this.renewed.has(connection.key)) return;
    this.renewed.set(connection.key, true);
    this.news.publish(connection);
  }

  /** Whether an explore is kept, so that to describe it asks nobody. */
  isCached(connection: LookerConnection, name: ExploreName): boolean {
    return this.explores.has(exploreKey(connection, name));
  }

  private async readModels({ connection, model: only }: ModelsAsked): Promise<readonly ListedModel[]> {
    const path = only === undefined ? '/lookml_models' : lookerPath`/lookml_models/${only}`;
    const placed = (steps: PartPath) => (only === undefined ? steps : [0, ...steps]);
    const models: { name: string; explores: ListedExplore[] }[] = [];
    const kept = new CharacterBudget('the list of models');
    await this.read(connection, path, 'name,explores(name,label,description,hidden)', {
      // [{name, explores: [{...}]}]
      visit: (steps) => {
        const [, property, place] = placed(steps);
        if (property === undefined || (property === 'explores' && place === undefined)) return 'enter';
        return property === 'name' || property === 'explores' ? 'take' : 'skip';
      },
      onPart: (steps, value) => {
        const [place, property] = placed(steps);
        models[Number(place)] ??= { name: '', explores: [] };
        const model = models[Number(place)];
        if (model === undefined) return;
        kept.add(100);
        if (property === 'name') model.name = sanitizedLine(value, NAME_CHARACTERS_MAX);
        if (property !== 'explores' || !isRecord(value)) return;
        const explore = readListed(value);
        if (!isSafePathSegment(explore.name)) return;
        kept.add(explore.name.length + explore.label.length + explore.description.length);
        model.explores.push(explore);
      },
    });
    return models.filter(({ name }) => isSafePathSegment(name));
  }

  private async readExplore(connection: LookerConnection, model: string, explore: string): Promise<DescribedExplore> {
    const path = lookerPath`/lookml_models/${model}/explores/${explore}`;
    const found = new Map(fieldLists.map((list): [string, ExploreField[]] => [list, []]));
    const filters: ExploreFilter[] = [];
    const kept = new CharacterBudget('the explore');
    await this.read(connection, path, `${wantedOfFilters},fields(${wantedOfFields})`, {
      // {fields: {dimensions: [{...}]}, always_filter: [{...}]}
      visit: ([property, list, place]) => {
        if (property === undefined) return 'enter';
        if (property !== 'fields') return filterVisit(property, list);
        if (list !== undefined && !found.has(String(list))) return 'skip';
        return place === undefined ? 'enter' : 'take';
      },
      onPart: ([property, list], value) => {
        if (property !== 'fields') filters.push(...readFilter(String(property), value));
        else
          for (const field of readField(String(list), value)) {
            kept.add(fieldCharacters(field));
            found.get(String(list))?.push(field);
          }
      },
    });
    return { fields: [...found.values()].flat(), filters };
  }

  private async read(
    connection: LookerConnection,
    path: string,
    fields: string,
    reading: Pick<PartsReading, 'visit' | 'onPart'>,
  ): Promise<void> {
    const signal = AbortSignal.timeout(ASK_MS_MAX);
    const answer = await this.looker.stream(connection, { verb: 'GET', path, query: { fields } }, signal, true);
    if (answer.status === 200) await readParts(answer.chunks, { ...reading, bytesMax: ANSWER_BYTES_MAX });
  }
}

const readListed = ({ name, label, description, hidden }: JsonRecord): ListedExplore => ({
  name: sanitizedLine(name, NAME_CHARACTERS_MAX),
  label: sanitizedLine(label, NAME_CHARACTERS_MAX),
  description: sanitizedLine(description, DESCRIPTION_CHARACTERS_MAX),
  isHidden: hidden === true,
});

/** Of a list of filters the first items are taken. */
const filterVisit = (property: string | number, place: string | number | undefined) => {
  if (!isFilterOf(property, Number(place ?? 0))) return 'skip';
  return place === undefined ? 'enter' : 'take';
};

const exploreKey = (connection: LookerConnection, { model, explore }: ExploreName) =>
  JSON.stringify([connection.key, model, explore]);
const modelsKey = ({ connection, model }: ModelsAsked) =>
  JSON.stringify(model === undefined ? [connection.key] : [connection.key, model]);
const connectionKeyOf = (key: string) => String(JSON.parse(key)[0]);

/** How long ago something was read, in milliseconds; 0 where it is not kept, or being read. */
function ageOf(kept: Pick<LRUCache<string, object>, 'has' | 'getRemainingTTL'>, key: string): number {
  return kept.has(key) ? FRESH_MS - kept.getRemainingTTL(key) : 0;
}
