import { LRUCache } from 'lru-cache';
import type { LookerClient } from '../looker-client.js';
import type { LookerConnection } from '../looker-sessions.js';
import { type ExploreField, fieldCharacters, readFields, wantedOfFields } from './explore-field.js';

/** LookML is deployed a few times a day; a name that was added is found after this time at the latest. */
const FRESH_MS = 5 * 60 * 1000;
/** Models and explores that are in use at the same time, of all connections. */
const ENTRIES_MAX = 2_000;
/** Of all explores that are kept, which is some 50 MB of memory. */
const CHARACTERS_MAX = 20_000_000;
const ASK_MS_MAX = 20_000;
const DESCRIPTION_CHARACTERS_MAX = 200;

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

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const recordsOf = (value: unknown): readonly Json[] => (Array.isArray(value) ? value : []).filter(isJson);

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
    const body = await this.ask(connection, '/lookml_models', 'name,explores(name,label,description,hidden)');
    return recordsOf(body).map(({ name, explores }) => ({
      name: String(name),
      explores: recordsOf(explores).map((explore) => ({
        name: String(explore.name),
        label: String(explore.label ?? ''),
        description: String(explore.description ?? '').slice(0, DESCRIPTION_CHARACTERS_MAX),
        isHidden: explore.hidden === true,
      })),
    }));
  }

  private async readExplore(
    connection: LookerConnection,
    model: string,
    explore: string,
  ): Promise<readonly ExploreField[]> {
    const path = `/lookml_models/${encodeURIComponent(model)}/explores/${encodeURIComponent(explore)}`;
    const body = await this.ask(connection, path, `fields(${wantedOfFields})`);
    return readFields(isJson(body) ? body.fields : undefined);
  }

  private async ask(connection: LookerConnection, path: string, fields: string): Promise<unknown> {
    const signal = AbortSignal.timeout(ASK_MS_MAX);
    return (await this.looker.send(connection, { verb: 'GET', path, query: { fields } }, signal)).body;
  }
}
