import type { Api } from '../api.js';
import type { Instance } from '../instance.js';
import { registerSqlInterfaceQueryRoutes } from '../queries/sql-interface-queries.js';
import { registerConnectionMetadataRoutes } from './connection-metadata.js';
import { registerConnectionPartRoutes } from './connection-parts.js';
import { registerConnectionRoutes } from './connections.js';
import { registerDerivedTableRoutes } from './derived-tables.js';

export function registerConnections(api: Api, instance: Instance): void {
  registerConnectionMetadataRoutes(api, instance);
  registerConnectionPartRoutes(api, instance);
  registerConnectionRoutes(api, instance);
  registerDerivedTableRoutes(api, instance);
  registerSqlInterfaceQueryRoutes(api, instance);
}
