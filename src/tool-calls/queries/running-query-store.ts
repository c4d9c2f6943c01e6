import type { LookerConnection } from '../../looker/looker-connection.js';
import type { QueryTask } from './query-tasks.js';

/** Where a running query is kept: under its connection's organization and account, by its digest. */
export interface QueryKey {
  /** `LookerConnection.key`. */
  readonly connection: string;
  /** Whether the account's API key asks for it. What a person asks for, nobody else may cancel or see. */
  readonly byApiKey: boolean;
  readonly digest: string;
}

export const queryKey = ({ key, credentials }: LookerConnection, digest: string): QueryKey => ({
  connection: key,
  byApiKey: credentials.kind === 'api_key',
  digest,
});

/**
 * Which queries Looker is working on, as all processes of a gateway know it. It counts the processes that hold a query,
 * so that the last one that lets go of it can cancel it.
 */
export interface RunningQueryStore {
  /** Takes hold of a query that another call started; null where there is none. */
  join(key: QueryKey): Promise<QueryTask | null>;
  /** Notes a query held by this process, unless an equal one is noted. */
  insert(key: QueryKey, task: QueryTask, until: Date): Promise<void>;
  /** Keeps a query for its callers until then, whoever lets go of it. */
  keep(key: QueryKey, task: QueryTask, until: Date): Promise<void>;
  /** Lets go of a query. True: nobody else holds this task, and it is no longer noted. */
  release(key: QueryKey, task: QueryTask): Promise<boolean>;
  /** Forgets a query whose answer was given. */
  remove(key: QueryKey, task: QueryTask): Promise<void>;
  /** Forgets a query whose time is over by now. False: its time goes on, or its answer was given. */
  removeExpired(key: QueryKey, task: QueryTask, now: Date): Promise<boolean>;
}
