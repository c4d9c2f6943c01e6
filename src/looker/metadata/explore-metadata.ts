import { LRUCache } from 'lru-cache';
import { type PartsReading, readParts } from '../json-parts.js';
import type { LookerClient } from '../looker-client.js';
import { LookerError } from '../looker-error.js';
import type { LookerConnection } from '../looker-sessions.js';
import { saidText } from '../said-text.js';
import { type ExploreField, fieldCharacters, fieldLists, readField, wantedOfFields } from './explore-field.js';

/** LookML is deployed a few times a day; a name that was added is found after this time at the latest. */
const FRESH_MS = 5 * 60 * 1000;
/** Models and explores that are in use at the same time, of all connections. */
const ENTRIES_MAX = 2_000;
/** Of all explores that are kept, which is some 50 MB of memory. */
const CHARACTERS_MAX = 20_000_000;
const ASK_MS_MAX = 20_000;
const DESCRIPTION_CHARACTERS_MAX = 200;
const NAME_CHARACTERS_MAX = 255;
/** Of one answer, most of which is not kept. */
const ANSWER_BYTES_MAX = 32 * 1024 * 1024;
/** Of what is kept of one explore, or of all models: some 20,000 fields, or 30,000 explores. */
const KEPT_CHARACTERS_MAX = 8_000_000;

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

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

/** What an instance says of its models and explores, as one connection may see it; kept for five minutes. */
export class ExploreMetadata {
  private readonly models = new LRUCache<string, readonly ListedModel[], LookerConnection>({
    max: ENTRIES_MAX,
    maxSize: CHARACTERS_MAX,
    sizeCalculation: (models) => 100 + JSON.stringify(models).length,
    ttl: FRESH_MS,
    fetchMethod: (_, __, { context }) => this.readModels(context),
  });
  private readonly explores = new LRUCache<
    string,
    readonly ExploreField[],
    readonly [LookerConnection, string, string]
  >({
    max: ENTRIES_MAX,
    maxSize: CHARACTERS_MAX,
    sizeCalculation: (fields) => 100 + fields.reduce((sum, field) => sum + fieldCharacters(field), 0),
    ttl: FRESH_MS,
    fetchMethod: (_, __, { context }) => this.readExplore(...context),
  });

  constructor(private readonly looker: LookerClient) {}

  /**
   * All models with their explores (Looker operation `all_lookml_models`).
   * @throws LookerError
   */
  async listModels(connection: LookerConnection): Promise<readonly ListedModel[]> {
    return (await this.models.fetch(connection.key, { context: connection })) ?? [];
  }

  /**
   * The fields of an explore, hidden ones too (Looker operation `lookml_model_explore`); the same list while it is kept.
   * @throws LookerError, `refused` with 404 where there is no such explore.
   */
  async listFields(connection: LookerConnection, model: string, explore: string): Promise<readonly ExploreField[]> {
    const key = JSON.stringify([connection.key, model, explore]);
    return (await this.explores.fetch(key, { context: [connection, model, explore] })) ?? [];
  }

  private async readModels(connection: LookerConnection): Promise<readonly ListedModel[]> {
    const models: { name: string; explores: ListedExplore[] }[] = [];
    const kept = new KeptCharacters('the list of models');
    await this.read(connection, '/lookml_models', 'name,explores(name,label,description,hidden)', {
      // [{name, explores: [{...}]}]
      visit: ([, property, place]) => {
        if (property === undefined || (property === 'explores' && place === undefined)) return 'enter';
        return property === 'name' || property === 'explores' ? 'take' : 'skip';
      },
      onPart: ([place, property], value) => {
        models[Number(place)] ??= { name: '', explores: [] };
        const model = models[Number(place)];
        if (model === undefined) return;
        kept.add(100);
        if (property === 'name') model.name = saidText(value, NAME_CHARACTERS_MAX);
        if (property !== 'explores' || !isJson(value)) return;
        const explore = readListed(value);
        kept.add(explore.name.length + explore.label.length + explore.description.length);
        model.explores.push(explore);
      },
    });
    return models.filter(({ name }) => name !== '');
  }

  private async readExplore(
    connection: LookerConnection,
    model: string,
    explore: string,
  ): Promise<readonly ExploreField[]> {
    const path = `/lookml_models/${encodeURIComponent(model)}/explores/${encodeURIComponent(explore)}`;
    const found = new Map(fieldLists.map((list): [string, ExploreField[]] => [list, []]));
    const kept = new KeptCharacters('the explore');
    await this.read(connection, path, `fields(${wantedOfFields})`, {
      // {fields: {dimensions: [{...}]}}
      visit: ([fields, list, place]) => {
        if (fields !== undefined && (fields !== 'fields' || (list !== undefined && !found.has(String(list)))))
          return 'skip';
        return place === undefined ? 'enter' : 'take';
      },
      onPart: ([, list], value) => {
        for (const field of readField(String(list), value)) {
          kept.add(fieldCharacters(field));
          found.get(String(list))?.push(field);
        }
      },
    });
    return [...found.values()].flat();
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

const readListed = ({ name, label, description, hidden }: Json): ListedExplore => ({
  name: saidText(name, NAME_CHARACTERS_MAX),
  label: saidText(label, NAME_CHARACTERS_MAX),
  description: saidText(description, DESCRIPTION_CHARACTERS_MAX),
  isHidden: hidden === true,
});

/** Counts what is kept of an answer, however much of it there is. */
class KeptCharacters {
  private characters = 0;

  constructor(private readonly name: string) {}

  /** @throws LookerError `too_large` */
  add(characters: number): void {
    this.characters += characters;
    if (this.characters > KEPT_CHARACTERS_MAX)
      throw new LookerError(
        'too_large',
        `${this.name} has more than ${KEPT_CHARACTERS_MAX} characters of names and texts`,
      );
  }
}
