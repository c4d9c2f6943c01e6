import type { Warehouse } from './data/warehouse.js';
import type { DeploymentType } from './login.js';
import type { LookmlModel } from './models/model-types.js';
import type { Grants } from './oauth/grants.js';
import type { Projects } from './projects/projects.js';
import type { QueryGate } from './queries/query-gate.js';
import type { WarehouseTurns } from './queries/warehouse-turns.js';
import type { Content } from './records/content-store.js';
import type { SystemActivity } from './system-activity/system-activity.js';
import type { Tokens } from './tokens.js';

/** Everything one running instance holds; operations get it as their first argument. */
export interface Instance {
  warehouse: Warehouse;
  warehouseTurns: WarehouseTurns;
  /** The configured models; their explores are those of the sample. */
  models: LookmlModel[];
  content: Content;
  projects: Projects;
  tokens: Tokens;
  /** What is known about its own use: the model `system__activity`. */
  activity: SystemActivity;
  /** Codes and refresh tokens of the apps that people signed in to. */
  grants: Grants;
  clock: () => Date;
  /** What "now" means in date filters: the instance's day at the clock's time of day. */
  queryNow: () => Date;
  /** Milliseconds added to each query. */
  queryTimeMs: number;
  /** Holds queries while it is closed. */
  queryGate: QueryGate;
  /** The status of the results of an unfinished query task: 204 before release 26. */
  pendingStatus: 202 | 204;
  /** The warnings of every query that runs, in `json_detail`. */
  queryNotes: readonly string[];
  /** Result formats that it does not know, as an older release. */
  lackedFormats: readonly string[];
  /** Milliseconds added to each render task. */
  renderTimeMs: number;
  /** Milliseconds of the clock that a build of a derived table takes. */
  pdtBuildMs: number;
  /** The address the instance is reached at, without a path. */
  origin: () => string;
  releaseVersion: string;
  deploymentType: DeploymentType;
}
