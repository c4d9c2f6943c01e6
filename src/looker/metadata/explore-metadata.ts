import { LRUCache } from 'lru-cache';
import type { LookerClient } from '../looker-client.js';
import type { LookerConnection } from '../looker-sessions.js';

/** LookML is deployed a few times a day; a name that was added is found after this time at the latest. */
const FRESH_MS = 5 * 60 * 1000;
/** Models and explores that are in use at the same time, of all connections. */
const ENTRIES_MAX = 2_000;
const ASK_MS_MAX = 20_000;

/** The explores of a model, by name. */
export interface ModelNames {
  readonly name: string;
  readonly explores: readonly string[];
}

/** The field names of an explore. */
export interface ExploreNames {
  readonly fields: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null;
const namesOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value : []).filter(isJson).map(({ name }) => String(name));

/** What an instance says of its models and explores, as one connection may see it; kept for five minutes. */
export class ExploreMetadata {
  private readonly models = new LRUCache<string, readonly ModelNames[], LookerConnection>({
    max: ENTRIES_MAX,
    ttl: FRESH_MS,
    fetchMethod: (_, __, { context }) => this.readModels(context),
  });
  private readonly explores = new LRUCache<string, ExploreNames, readonly [LookerConnection, string, string]>({
    max: ENTRIES_MAX,
    ttl: FRESH_MS,
    fetchMethod: (_, __, { context }) => this.readExplore(...context),
  });

  constructor(private readonly looker: LookerClient) {}

  /**
   * All models with their explores (Looker operation `all_lookml_models`).
   * @throws LookerError
   */
  async listModels(connection: LookerConnection): Promise<readonly ModelNames[]> {
    return (await this.models.fetch(connection.key, { context: connection })) ?? [];
  }

  /**
   * The fields of an explore (Looker operation `lookml_model_explore`).
   * @throws LookerError, `refused` with 404 where there is no such explore.
   */
  async getExplore(connection: LookerConnection, model: string, explore: string): Promise<ExploreNames> {
    const key = JSON.stringify([connection.key, model, explore]);
    return (await this.explores.fetch(key, { context: [connection, model, explore] })) ?? { fields: [] };
  }

  private async readModels(connection: LookerConnection): Promise<readonly ModelNames[]> {
    const body = await this.ask(connection, '/lookml_models', 'name,explores(name)');
    const models = (Array.isArray(body) ? body : []).filter(isJson);
    return models.map(({ name, explores }) => ({ name: String(name), explores: namesOf(explores) }));
  }

  private async readExplore(connection: LookerConnection, model: string, explore: string): Promise<ExploreNames> {
    const path = `/lookml_models/${encodeURIComponent(model)}/explores/${encodeURIComponent(explore)}`;
    const body = await this.ask(
      connection,
      path,
      'fields(dimensions(name),measures(name),filters(name),parameters(name))',
    );
    const fields = isJson(body) && isJson(body.fields) ? body.fields : {};
    return { fields: ['dimensions', 'measures', 'filters', 'parameters'].flatMap((kind) => namesOf(fields[kind])) };
  }

  private async ask(connection: LookerConnection, path: string, fields: string): Promise<unknown> {
    const signal = AbortSignal.timeout(ASK_MS_MAX);
    return (await this.looker.send(connection, { verb: 'GET', path, query: { fields } }, signal)).body;
  }
}
