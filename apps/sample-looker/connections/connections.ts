import { type Api, type Call, isRecord, type LookerRecord, noContent, param } from '../api.js';
import { completeRecord } from '../catalogue/described-records.js';
import type { Instance } from '../instance.js';
import { invalid, notFound } from '../looker-errors.js';
import { acceptBody } from '../records/accept-body.js';
import { type DescribedCollection, registerDescribedCollections } from '../records/described-collections.js';
import { checkOneOf } from '../records/references.js';
import { connectionTests, describeDialect, dialectInfos, dialectNames } from './dialects.js';

/** The connection that models name, and others. Only those of the dialect `sqlite` reach data: the shop's. */
export function registerConnectionRoutes(api: Api, instance: Instance): void {
  const { connections } = instance.content;
  registerDescribedCollections(api, instance, [connectionsOf(instance)]);
  api.get('/dialect_info', () => dialectInfos().map((info) => completeRecord('DialectInfo', info)));
  api.put('/connections/test', (call) => {
    const connection = acceptBody(call, 'PUT', '/connections/test', ['dialect_name']);
    return testResults(call, connection);
  });
  api.put('/connections/:connection_name/test', (call) => testResults(call, connectionOf(instance, call)));
  api.delete('/connections/:connection_name/connection_override/:override_context', (call) => {
    const connection = connectionOf(instance, call);
    const { pdt_context_override: override } = connection;
    if (!isRecord(override) || override.context !== param(call, 'override_context')) throw notFound();
    connections.change(connection.id, { pdt_context_override: null });
    return noContent;
  });
}

/** The connection that a path names. Throws a 404 when there is none. */
export function connectionOf(instance: Instance, call: Call): LookerRecord & { id: string } {
  const found = instance.content.connections.where('name', param(call, 'connection_name'))[0];
  if (found === undefined) throw notFound();
  return found;
}

function connectionsOf(instance: Instance): DescribedCollection {
  const names = [...new Set(instance.models.map((model) => model.connectionName))];
  return {
    records: 'connections',
    type: 'DBConnection',
    path: '/connections',
    key: 'name',
    required: ['name', 'dialect_name'],
    unique: ['name'],
    seed: names.map((name) => ({
      ...defaults,
      name,
      dialect_name: 'sqlite',
      database: 'shop',
      example: true,
      ...control,
    })),
    defaults: (call, { clock }) => ({ ...defaults, created_at: clock().toISOString(), user_id: call.token.userId }),
    check: (properties) => {
      checkOneOf('dialect_name', properties.dialect_name, dialectNames);
      if (properties.name === undefined || /^\w+$/.test(String(properties.name))) return properties;
      throw invalid('name', 'A name has letters, digits and underscores only.');
    },
    computed: (connection) => ({
      dialect: describeDialect(connection.dialect_name),
      has_password: typeof connection.password === 'string',
      pdts_enabled: typeof connection.tmp_db_name === 'string',
    }),
  };
}

/** Tables of the shop's connection can be built by the API. */
const control = { pdt_api_control_enabled: true };
const defaults: LookerRecord = {
  db_timezone: 'UTC',
  query_timezone: 'UTC',
  max_connections: 30,
  pool_timeout: 120,
  ssl: false,
  verify_ssl: false,
};

/** Nothing is connected to: a connection that could reach its database passes. */
function testResults(call: Call, connection: LookerRecord): LookerRecord[] {
  const wanted = call.query.tests?.split(',') ?? connectionTests;
  const isReachable = connection.dialect_name === 'sqlite' || typeof connection.host === 'string';
  return connectionTests
    .filter((name) => wanted.includes(name))
    .map((name) => ({
      name,
      status: isReachable ? 'success' : 'error',
      message: isReachable ? `Can ${name}` : 'The connection has no host.',
      connection_string: `${String(connection.dialect_name)}://${String(connection.host ?? 'localhost')}`,
      can: {},
    }));
}
