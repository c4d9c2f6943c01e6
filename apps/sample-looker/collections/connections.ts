import { type Api, type LookerRecord, param } from '../api.js';
import type { Instance } from '../instance.js';
import { notFound } from '../looker-errors.js';

/** The connections that the models name; there is one, and it is read only. */
export function registerConnectionRoutes(api: Api, instance: Instance): void {
  const names = [...new Set(instance.models.map((model) => model.connectionName))];
  const connection = (name: string): LookerRecord => ({
    name,
    dialect_name: 'sqlite',
    dialect: {
      name: 'sqlite',
      label: 'SQLite',
      supports_cost_estimate: false,
      supports_persistent_derived_tables: false,
    },
    host: 'localhost',
    port: null,
    database: 'shop',
    schema: null,
    username: null,
    has_password: false,
    db_timezone: 'UTC',
    query_timezone: 'UTC',
    max_connections: 1,
    pdts_enabled: false,
    ssl: false,
    verify_ssl: false,
    example: true,
    managed: false,
    uses_oauth: false,
    user_db_credentials: false,
    created_at: null,
    can: { show: true, index: true, index_limited: true, test: true, explore: true },
  });
  api.get('/connections', () => names.map(connection));
  api.get('/connections/:connection_name', (call) => {
    const name = param(call, 'connection_name');
    if (!names.includes(name)) throw notFound();
    return connection(name);
  });
  api.put('/connections/:connection_name/test', (call) => {
    if (!names.includes(param(call, 'connection_name'))) throw notFound();
    instance.warehouse.select('SELECT 1', 1);
    return [{ name: 'connect', status: 'success', message: 'Can connect', can: {} }];
  });
}
