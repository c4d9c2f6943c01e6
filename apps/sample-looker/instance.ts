import type { Content } from './content/content.js';
import type { Warehouse } from './data/warehouse.js';
import type { Tokens } from './login.js';
import type { LookmlModel } from './models/model-types.js';

/** Everything one running instance holds; operations get it as their first argument. */
export interface Instance {
  warehouse: Warehouse;
  models: readonly LookmlModel[];
  content: Content;
  tokens: Tokens;
  clock: () => Date;
  /** What "now" means in date filters: the instance's day at the clock's time of day. */
  queryNow: () => Date;
  /** How long each query takes on top of its real work. */
  queryTimeMs: number;
  /** The address the instance is reached at, without a path. */
  origin: () => string;
  releaseVersion: string;
}
