import { madeOf, type ResourceCase } from './resource-case.js';

/** Users and how they sign in, groups, and what they may do. */
export const peopleResources: readonly ResourceCase[] = [
  {
    resource: 'users',
    create: { first_name: 'Lena', last_name: 'Okoye {n}' },
    change: { locale: 'de', is_disabled: true },
    search: { last_name: 'Okoye%' },
  },
  {
    resource: 'groups',
    create: { name: 'Region managers {n}' },
    change: { name: 'Managers of regions {n}' },
    search: { name: 'Managers of regions%' },
  },
  {
    resource: 'permission_sets',
    create: { name: 'Region reading {n}', permissions: ['access_data', 'see_looks'] },
    change: { permissions: ['access_data', 'explore'] },
    search: { name: 'Region reading%' },
  },
  {
    resource: 'model_sets',
    create: { name: 'Region models {n}', models: ['sales'] },
    change: { models: ['ecommerce'] },
    search: { name: 'Region models%' },
  },
  {
    resource: 'roles',
    create: {
      name: 'Region role {n}',
      permission_set_id: madeOf('permission_sets'),
      model_set_id: madeOf('model_sets'),
    },
    change: { name: 'Role of regions {n}' },
    search: { name: 'Role of regions%' },
    shownInside: { permission_set_id: 'permission_set', model_set_id: 'model_set' },
  },
  {
    resource: 'user_attributes',
    create: { name: 'brand_{n}', label: 'Brand', type: 'string' },
    change: { label: 'Favorite brand', default_value: 'Acme' },
  },
  {
    resource: 'user_email_credentials',
    key: 'user_id',
    create: { user_id: madeOf('users'), email: 'lena.okoye.{n}@example.com' },
    change: { email: 'l.okoye.{n}@example.com' },
    search: { email: 'l.okoye%' },
  },
  { resource: 'user_totp_credentials', create: { user_id: madeOf('users') } },
  {
    resource: 'user_api3_credentials',
    create: { user_id: madeOf('users') },
    change: { purpose: 'Nightly export' },
  },
  {
    resource: 'service_accounts',
    create: { service_account_name: 'Exporter {n}' },
    change: { service_account_name: 'Nightly exporter {n}' },
  },
  { resource: 'embed_users', create: { external_user_id: 'customer-{n}' }, unshown: ['external_user_id'] },
  { resource: 'embed_secrets', create: { enabled: true } },
  {
    resource: 'oidc_test_configs',
    key: 'test_slug',
    create: { issuer: 'https://id.example.com', identifier: 'looker' },
  },
  { resource: 'saml_test_configs', key: 'test_slug', create: { idp_url: 'https://id.example.com/sso' } },
  {
    resource: 'oauth_client_apps',
    key: 'client_guid',
    create: {
      client_guid: 'notebook-{n}',
      redirect_uri: 'https://notebook.example.com/callback',
      display_name: 'Notebook',
      description: 'Reads queries',
    },
    change: { display_name: 'Notebooks', enabled: false },
    deletesAgain: true,
  },
  {
    resource: 'support_access_allowlist_entries',
    create: { emails: ['helper.{n}@example.com'], reason: 'A slow dashboard' },
    unshown: ['emails'],
  },
  {
    resource: 'mobile_devices',
    create: { device_token: 'phone-{n}', device_type: 'ios' },
    change: {},
  },
];
