import { createHash } from 'node:crypto';
import { type Api, param } from '../api.js';
import type { Instance } from '../instance.js';
import { validationFailed } from '../looker-errors.js';
import { acceptBody } from '../records/accept-body.js';
import {
  type DescribedCollection,
  presentDescribed,
  registerDescribedCollections,
} from '../records/described-collections.js';
import { checkReference } from '../records/references.js';

const sshServers: DescribedCollection = {
  records: 'sshServers',
  type: 'SshServer',
  path: '/ssh_servers',
  onePath: '/ssh_server/{ssh_server_id}',
  key: 'ssh_server_id',
  required: ['ssh_server_name', 'ssh_server_host', 'ssh_server_port', 'ssh_server_user'],
  unique: ['ssh_server_name'],
  seed: [
    {
      ssh_server_name: 'bastion',
      ssh_server_host: 'bastion.example.com',
      ssh_server_port: 22,
      ssh_server_user: 'looker',
    },
  ],
  computed: (server) => ({
    public_key: publicKeyOf(server.id),
    finger_print: createHash('md5').update(server.id).digest('hex'),
    sha_finger_print: `SHA256:${createHash('sha256').update(server.id).digest('base64')}`,
    status: server.status ?? 'unknown',
  }),
  beforeRemove: (server, { content }) => {
    content.sshTunnels.removeWhere('ssh_server_id', server.id);
  },
};

const sshTunnels: DescribedCollection = {
  records: 'sshTunnels',
  type: 'SshTunnel',
  path: '/ssh_tunnels',
  onePath: '/ssh_tunnel/{ssh_tunnel_id}',
  key: 'tunnel_id',
  required: ['ssh_server_id', 'database_host', 'database_port'],
  references: { ssh_server_id: 'sshServers' },
  seed: [{ ssh_server_id: '1', database_host: 'db.example.com', database_port: 5432, local_host_port: 4020 }],
  computed: (tunnel, { content }) => ({
    ...content.sshServers.find(tunnel.ssh_server_id),
    status: tunnel.status ?? 'unknown',
  }),
};

const oauthApplications: DescribedCollection = {
  records: 'externalOauthApplications',
  type: 'ExternalOauthApplication',
  path: '/external_oauth_applications',
  key: 'client_id',
  required: ['name', 'client_id'],
  unique: ['client_id'],
  listFilters: ['name', 'client_id'],
  seed: [
    {
      name: 'warehouse',
      client_id: 'sample-warehouse',
      client_secret: 'sample',
      dialect_name: 'snowflake',
      created_at: '2026-01-01T00:00:00.000Z',
    },
  ],
  defaults: (_, { clock }) => ({ created_at: clock().toISOString() }),
};

function datagroupsOf(instance: Instance): DescribedCollection {
  const now = Math.floor(instance.clock().getTime() / 1000);
  const times = { created_at: now - 90 * 86_400, stale_before: now - 3_600, triggered_at: now - 3_600 };
  const seed = (modelName: string, name: string) => ({
    ...times,
    model_name: modelName,
    name,
    trigger_check_at: now - 300,
    trigger_value: '1',
  });
  return {
    records: 'datagroups',
    type: 'Datagroup',
    path: '/datagroups',
    seed: [seed('ecommerce', 'hourly'), seed('sales', 'nightly')],
    check: (changes, { clock }) => {
      const future = ['stale_before', 'triggered_at'].filter(
        (name) => Number(changes[name] ?? 0) > clock().getTime() / 1000,
      );
      if (future.length === 0) return changes;
      throw validationFailed(future.map((field) => ({ field, code: 'invalid', message: 'Cannot be in the future.' })));
    },
  };
}

/** SSH servers and tunnels, OAuth applications of databases, and datagroups. Nothing is connected to. */
export function registerConnectionPartRoutes(api: Api, instance: Instance): void {
  registerDescribedCollections(api, instance, [sshServers, sshTunnels, oauthApplications, datagroupsOf(instance)]);
  const { content, clock } = instance;
  api.get('/ssh_public_key', () => ({ public_key: publicKeyOf('instance') }));
  api.get('/ssh_server/:ssh_server_id/test', (call) => {
    const server = content.sshServers.change(param(call, 'ssh_server_id'), { status: 'success' });
    return presentDescribed(sshServers, server, instance, call);
  });
  api.get('/ssh_tunnel/:ssh_tunnel_id/test', (call) => {
    const tested = { status: 'success', last_attempt: clock().toISOString() };
    return presentDescribed(
      sshTunnels,
      content.sshTunnels.change(param(call, 'ssh_tunnel_id'), tested),
      instance,
      call,
    );
  });
  api.post('/external_oauth_applications/user_state', (call) => {
    const accepted = acceptBody(call, 'POST', '/external_oauth_applications/user_state');
    checkReference(content.users, 'user_id', accepted);
    checkReference(content.externalOauthApplications, 'oauth_application_id', accepted);
    const { user_id, oauth_application_id } = content.oauthUserStates.add(accepted);
    return { user_id, oauth_application_id };
  });
}

function publicKeyOf(id: string): string {
  return `ssh-ed25519 ${createHash('sha256').update(`key of ${id}`).digest('base64')} looker`;
}
