import { madeOf, type ResourceCase } from './resource-case.js';

const project_id = 'sample_shop';
const question = { type: 'text', message: { text: 'How many orders?' } };

/** Where data comes from and what describes it: connections, models, projects, SQL, agents. */
export const dataResources: readonly ResourceCase[] = [
  {
    resource: 'connections',
    key: 'name',
    create: { name: 'orders_db_{n}', dialect_name: 'postgres', host: 'db.example.com', port: '5432' },
    change: { host: 'replica.example.com', ssl: true },
  },
  {
    resource: 'external_oauth_applications',
    key: 'client_id',
    create: { name: 'lake.example.com', client_id: 'lake-{n}', dialect_name: 'snowflake' },
    change: { name: 'data-lake.example.com' },
  },
  {
    resource: 'ssh_servers',
    key: 'ssh_server_id',
    create: {
      ssh_server_name: 'edge {n}',
      ssh_server_host: 'edge.example.com',
      ssh_server_port: 22,
      ssh_server_user: 'looker',
    },
    change: { ssh_server_port: 2222 },
  },
  {
    resource: 'ssh_tunnels',
    key: 'tunnel_id',
    create: { ssh_server_id: madeOf('ssh_servers'), database_host: 'db.example.com', database_port: 5432 },
    change: { database_port: 5433 },
  },
  {
    resource: 'integration_hubs',
    create: { url: 'https://hub-{n}.example.org' },
    change: { url: 'https://hub-{n}.example.net' },
  },
  {
    resource: 'lookml_models',
    key: 'name',
    create: { name: 'returns_{n}', project_name: project_id, allowed_db_connection_names: ['sample_warehouse'] },
    change: { unlimited_db_connections: true },
  },
  { resource: 'sql_queries', key: 'slug', create: { model_name: 'ecommerce', sql: 'SELECT COUNT(*) FROM orders' } },
  {
    resource: 'sql_interface_queries',
    create: { sql: 'SELECT `orders.status`, AGG(`orders.count`) FROM `ecommerce`.`orders` GROUP BY 1' },
  },
  { resource: 'projects', create: { name: 'returns_{n}' }, change: { validation_required: false } },
  {
    resource: 'project_files',
    create: { project_id, path: 'views/returns_{n}.view.lkml', content: 'view: returns {}\n' },
    change: { content: 'view: returns { label: "Returns" }\n' },
    unshown: ['content'],
  },
  { resource: 'project_directories', key: 'path', create: { project_id, path: 'returns_{n}' } },
  {
    resource: 'git_branches',
    key: 'name',
    create: { project_id, name: 'returns-{n}' },
    beforeDelete: ['looker_git_branches_checkout', { project_id, name: 'dev-sam-sample-nwoz' }],
  },
  { resource: 'git_deploy_keys', create: { project_id: madeOf('projects') } },
  { resource: 'git_diagnostic_reports', create: { project_id } },
  { resource: 'ci_runs', key: 'run_id', create: { project_id, suite_id: '1' }, unshown: ['suite_id'] },
  { resource: 'continuous_integration_runs', create: { project_id, suite_id: '1' }, unshown: ['suite_id'] },
  {
    resource: 'golden_queries',
    create: { questions: ['How many orders?'], answer: '/explore/ecommerce/orders?fields=orders.count' },
    change: { is_active: false },
  },
  {
    resource: 'agents',
    create: {
      name: 'Finance assistant {n}',
      description: 'Knows revenue',
      sources: [{ model: 'sales', explore: 'order_items' }],
    },
    change: { description: 'Knows revenue and costs', context: { instructions: 'In US dollars.' } },
    search: { name: 'Finance assistant%' },
  },
  {
    resource: 'conversations',
    create: { name: 'About churn {n}', agent_id: madeOf('agents') },
    change: { name: 'About churn, again {n}' },
    search: { name: 'About churn, again%' },
  },
  {
    resource: 'conversation_messages',
    create: { conversation_id: madeOf('conversations'), messages: [question] },
    change: { message: { text: 'How many orders today?' } },
    unshown: ['messages'],
  },
];
