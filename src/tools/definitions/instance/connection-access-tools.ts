import type { ResourceTools } from '../../catalogue/tool-definition.js';
import { described } from '../../schema/argument-edit.js';

const server = {
  ssh_server_name: described('Name to know it by.'),
  ssh_server_host: described('Host name or address.'),
  ssh_server_port: described('Port.'),
  ssh_server_user: described('User to log in as.'),
};

const tunnel = {
  ssh_server_id: described('From list_all_looker_ssh_servers.'),
  database_host: described('As seen from the SSH server.'),
  database_port: described('Port.'),
  local_host_port: described('Port on the Looker server.'),
};

const application = {
  name: described('For Snowflake the host of the database.'),
  client_id: described('OAuth client id.'),
  tenant_id: described('OAuth tenant id.'),
  dialect_name: described('From list_all_looker_dialects.'),
  bi_directional_data_access: described('true: it may also write data.'),
};

export const connectionAccessTools: readonly ResourceTools[] = [
  {
    resource: 'ssh_servers',
    tags: ['ssh_servers', 'connections'],
    tools: [
      {
        operation: 'all_ssh_servers',
        method: 'list',
        about: 'Lists the SSH servers through which Looker reaches databases.',
        hint: 'Tunnels over them: list_all_looker_ssh_tunnels.',
        fields: 'ssh_server_id,ssh_server_name,ssh_server_host,ssh_server_port,ssh_server_user,status',
      },
      {
        operation: 'ssh_server',
        method: 'get',
        about: 'Gets one SSH server with its status.',
        hint: 'Its tunnels: list_all_looker_ssh_tunnels.',
      },
      {
        operation: 'create_ssh_server',
        method: 'create',
        about: 'Registers an SSH server for tunnels to databases.',
        hint: 'It must accept the key of looker_ssh_servers_public_key. Then create_a_looker_ssh_tunnel.',
        required: ['ssh_server_name', 'ssh_server_host', 'ssh_server_port', 'ssh_server_user'],
        edits: server,
      },
      {
        operation: 'update_ssh_server',
        method: 'update',
        about: 'Changes the named properties of an SSH server.',
        hint: 'Then looker_ssh_servers_test.',
        edits: server,
      },
      {
        operation: 'delete_ssh_server',
        method: 'delete',
        about: 'Deletes an SSH server; tunnels over it stop working.',
        hint: 'See list_all_looker_ssh_tunnels first.',
      },
      {
        operation: 'test_ssh_server',
        method: 'test',
        effect: 'write',
        adds: true,
        openWorld: true,
        about: 'Connects to an SSH server and answers its status.',
        hint: 'After create_a_looker_ssh_server, or when its tunnels fail.',
      },
      {
        operation: 'ssh_public_key',
        method: 'public_key',
        effect: 'read',
        title: 'Get the public SSH key of Looker',
        about: 'Gets the public key with which Looker logs in to SSH servers.',
        hint: 'Put it on the SSH server before create_a_looker_ssh_tunnel.',
      },
    ],
  },
  {
    resource: 'ssh_tunnels',
    tags: ['ssh_tunnels', 'connections'],
    tools: [
      {
        operation: 'all_ssh_tunnels',
        method: 'list',
        about: 'Lists the SSH tunnels to databases.',
        hint: 'A connection names its tunnel as tunnel_id.',
        fields: 'tunnel_id,ssh_server_id,ssh_server_name,database_host,database_port,local_host_port,status',
      },
      {
        operation: 'ssh_tunnel',
        method: 'get',
        about: 'Gets one SSH tunnel with its status.',
        hint: 'Test it with looker_ssh_tunnels_test.',
      },
      {
        operation: 'create_ssh_tunnel',
        method: 'create',
        about: 'Creates a tunnel over an SSH server to a database.',
        hint: 'Then name it as tunnel_id in create_a_looker_connection.',
        required: ['ssh_server_id', 'database_host', 'database_port'],
        edits: tunnel,
      },
      {
        operation: 'update_ssh_tunnel',
        method: 'update',
        about: 'Changes the named properties of an SSH tunnel.',
        hint: 'Then looker_ssh_tunnels_test.',
        edits: tunnel,
      },
      {
        operation: 'delete_ssh_tunnel',
        method: 'delete',
        about: 'Deletes an SSH tunnel; connections through it stop working.',
        hint: 'First see with list_all_looker_connections which connection uses it.',
      },
      {
        operation: 'test_ssh_tunnel',
        method: 'test',
        effect: 'write',
        adds: true,
        openWorld: true,
        about: 'Connects through an SSH tunnel and answers its status.',
        hint: 'After create_a_looker_ssh_tunnel, or when a connection through it fails.',
      },
    ],
  },
  {
    resource: 'external_oauth_applications',
    tags: ['external_oauth_applications', 'connections'],
    tools: [
      {
        operation: 'all_external_oauth_applications',
        method: 'list',
        about: 'Lists the OAuth applications with which Looker logs in to databases.',
        hint: 'A connection names one as oauth_application_id.',
      },
      {
        operation: 'create_external_oauth_application',
        method: 'create',
        about: 'Registers an OAuth application for logging in to databases, without its secret.',
        hint: 'The client secret is entered in Looker. Then name it in update_a_looker_connection_by_id.',
        required: ['name', 'client_id', 'dialect_name'],
        edits: application,
      },
      {
        operation: 'update_external_oauth_application',
        method: 'update',
        about: 'Changes the named properties of an OAuth application for databases.',
        hint: 'Its client secret is changed in Looker.',
        only: ['name', 'tenant_id', 'dialect_name', 'bi_directional_data_access'],
        edits: application,
      },
      {
        operation: 'delete_external_oauth_application',
        method: 'delete',
        about: 'Deletes an OAuth application; connections that use it stop working.',
        hint: 'First take it from its connections with update_a_looker_connection_by_id.',
      },
      {
        operation: 'create_oauth_application_user_state',
        method: 'create_user_state',
        effect: 'write',
        adds: true,
        title: 'Store a login to an OAuth application',
        hidden: 'secrets',
        about: 'Stores that a user has logged in to an external OAuth application.',
        hint: 'Looker also wants the tokens of the user, which no tool takes: users log in in Looker.',
      },
    ],
  },
];
