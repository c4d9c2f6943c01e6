/** One kind of record: how it is made, changed and found. */
export interface CollectionCase {
  /** As documented. */
  path: string;
  /** The path of one record. */
  onePath: string;
  /** The property that the path of one names it by. Default: `id`. */
  key?: string;
  body: Record<string, unknown>;
  change?: Record<string, unknown>;
  required?: readonly string[];
  /** What must not occur twice. */
  unique?: string;
  /** What the search is asked by. */
  search?: Record<string, string>;
  /** What is taken and never shown. */
  secret?: readonly string[];
  /** What its list is asked with. */
  listQuery?: Record<string, string>;
}

const palettes = { categoricalPalettes: [], sequentialPalettes: [], divergingPalettes: [] };
const person = { name: 'Region managers' };

export const collectionCases: readonly CollectionCase[] = [
  {
    ...{ path: '/themes', onePath: '/themes/{theme_id}', search: { name: 'brand%' } },
    body: { name: 'Brand_2026', settings: { background_color: '#ffffff' } },
    ...{ change: { end_at: '2030-01-01T00:00:00Z' }, required: ['name'], unique: 'name' },
  },
  {
    ...{ path: '/color_collections', onePath: '/color_collections/{collection_id}' },
    body: { label: 'Brand colors', ...palettes },
    ...{ change: { label: 'Colors of the brand' }, required: ['label'], unique: 'label' },
  },
  {
    ...{ path: '/integration_hubs', onePath: '/integration_hubs/{integration_hub_id}' },
    body: { url: 'https://hub.example.org', authorization_token: 'secret' },
    change: { url: 'https://other.example.org' },
    ...{ required: ['url'], unique: 'url', secret: ['authorization_token'] },
  },
  {
    ...{ path: '/connections', onePath: '/connections/{connection_name}', key: 'name' },
    body: { name: 'orders_db', dialect_name: 'postgres', host: 'db.example.com', port: '5432', password: 'secret' },
    change: { host: 'replica.example.com' },
    ...{ required: ['name', 'dialect_name'], unique: 'name', secret: ['password'] },
  },
  {
    ...{ path: '/external_oauth_applications', onePath: '/external_oauth_applications/{client_id}', key: 'client_id' },
    body: { name: 'lake', client_id: 'lake-1', client_secret: 'secret', dialect_name: 'snowflake' },
    change: { name: 'data lake' },
    ...{ required: ['name', 'client_id'], unique: 'client_id', secret: ['client_secret'] },
  },
  {
    ...{ path: '/ssh_servers', onePath: '/ssh_server/{ssh_server_id}', key: 'ssh_server_id' },
    body: { ssh_server_name: 'edge', ssh_server_host: 'edge.example.com', ssh_server_port: 22, ssh_server_user: 'me' },
    change: { ssh_server_port: 2222 },
    ...{ required: ['ssh_server_name', 'ssh_server_host'], unique: 'ssh_server_name' },
  },
  {
    ...{ path: '/ssh_tunnels', onePath: '/ssh_tunnel/{ssh_tunnel_id}', key: 'tunnel_id' },
    body: { ssh_server_id: '1', database_host: 'db.example.com', database_port: 5432 },
    ...{ change: { database_port: 5433 }, required: ['ssh_server_id', 'database_host'] },
  },
  {
    ...{ path: '/content_favorite', onePath: '/content_favorite/{content_favorite_id}' },
    body: { content_metadata_id: 'd21' },
    required: ['content_metadata_id'],
    ...{ unique: 'content_metadata_id', search: { dashboard_id: '21' } },
  },
  {
    path: '/content_metadata_access',
    onePath: '/content_metadata_access/{content_metadata_access_id}',
    body: { content_metadata_id: '14', permission_type: 'view', group_id: '3' },
    ...{ change: { permission_type: 'edit' }, required: ['content_metadata_id', 'permission_type'] },
    ...{ unique: 'group_id', listQuery: { content_metadata_id: '14' } },
  },
  {
    ...{ path: '/agents', onePath: '/agents/{agent_id}', search: { name: 'finance%' } },
    body: { name: 'Finance assistant', sources: [{ model: 'sales', explore: 'order_items' }] },
    ...{ change: { description: 'Knows revenue' }, required: ['name'], unique: 'name' },
  },
  {
    ...{ path: '/conversations', onePath: '/conversations/{conversation_id}', search: { name: 'About%' } },
    ...{ body: { name: 'About churn', agent_id: '1' }, change: { name: 'About churn, again' } },
  },
  {
    ...{ path: '/golden_queries', onePath: '/golden_queries/{golden_query_id}', required: ['questions', 'answer'] },
    body: { questions: ['How many orders?'], answer: '/explore/ecommerce/orders?fields=orders.count' },
    change: { is_active: false },
  },
  { path: '/embed_config/secrets', onePath: '/embed_config/secrets/{embed_secret_id}', body: { enabled: true } },
  {
    ...{ path: '/oidc_test_configs', onePath: '/oidc_test_configs/{test_slug}', key: 'test_slug' },
    ...{ body: { issuer: 'https://id.example.com', secret: 'hidden' }, secret: ['secret'] },
  },
  {
    ...{ path: '/saml_test_configs', onePath: '/saml_test_configs/{test_slug}', key: 'test_slug' },
    body: { idp_url: 'https://id.example.com/sso' },
  },
  {
    ...{ path: '/mobile/device', onePath: '/mobile/device/{device_id}' },
    body: { device_token: 'token-1', device_type: 'ios' },
    ...{ required: ['device_token', 'device_type'], unique: 'device_token' },
  },
  {
    ...{ path: '/groups', onePath: '/groups/{group_id}', search: { name: 'region%' }, body: person },
    ...{ change: { name: 'Regions' }, required: ['name'], unique: 'name' },
  },
  {
    ...{ path: '/roles', onePath: '/roles/{role_id}', search: { name: 'region%' } },
    body: { ...person, permission_set_id: '3', model_set_id: '2' },
    ...{ change: { model_set_id: '1' }, required: ['name', 'permission_set_id'], unique: 'name' },
  },
  {
    ...{ path: '/permission_sets', onePath: '/permission_sets/{permission_set_id}', search: { name: 'region%' } },
    body: { ...person, permissions: ['explore'] },
    ...{ change: { permissions: ['access_data', 'explore'] }, required: ['name'], unique: 'name' },
  },
  {
    ...{ path: '/model_sets', onePath: '/model_sets/{model_set_id}', search: { name: 'region%' } },
    body: { ...person, models: ['sales'] },
    ...{ change: { models: ['ecommerce'] }, required: ['name'], unique: 'name' },
  },
  {
    ...{ path: '/user_attributes', onePath: '/user_attributes/{user_attribute_id}' },
    body: { name: 'brand', label: 'Brand', type: 'string' },
    ...{ change: { default_value: 'Acme' }, required: ['name', 'label', 'type'], unique: 'name' },
  },
  {
    ...{ path: '/users', onePath: '/users/{user_id}', search: { last_name: 'Okoye' } },
    ...{ body: { first_name: 'Lena', last_name: 'Okoye' }, change: { locale: 'de' } },
  },
  {
    ...{ path: '/folders', onePath: '/folders/{folder_id}', search: { name: 'drafts' } },
    body: { name: 'Drafts', parent_id: '1' },
    ...{ change: { name: 'Old drafts' }, required: ['name', 'parent_id'], unique: 'name' },
  },
  {
    ...{ path: '/dashboards', onePath: '/dashboards/{dashboard_id}', search: { title: 'weekly%' } },
    body: { title: 'Weekly numbers', folder_id: '14' },
    ...{ change: { description: 'Every Monday' }, required: ['title', 'folder_id'], unique: 'title' },
  },
  {
    ...{ path: '/looks', onePath: '/looks/{look_id}', search: { title: 'weekly%' } },
    body: { title: 'Weekly orders', folder_id: '14', query_id: '1' },
    ...{ change: { description: 'Every Monday' }, required: ['title', 'folder_id'], unique: 'title' },
  },
  {
    ...{ path: '/boards', onePath: '/boards/{board_id}', search: { title: 'start%' } },
    ...{ body: { title: 'Start here' }, change: { title: 'Start right here' } },
  },
  {
    ...{ path: '/board_sections', onePath: '/board_sections/{board_section_id}' },
    body: { board_id: '1', title: 'Every month' },
    ...{ change: { title: 'Each month' }, required: ['board_id'] },
  },
  {
    ...{ path: '/board_items', onePath: '/board_items/{board_item_id}' },
    body: { board_section_id: '1', look_id: '2' },
    ...{ change: { custom_description: 'By brand' }, required: ['board_section_id'] },
  },
];
