import { randomBytes } from 'node:crypto';
import { type Api, type Call, isRecord, type LookerRecord } from '../api.js';
import type { Instance } from '../instance.js';
import { badRequest } from '../looker-errors.js';
import { presentGroup } from '../people/groups.js';
import { presentRole } from '../people/roles.js';
import { acceptBody } from '../records/accept-body.js';
import type { StoredRecord } from '../records/collection.js';
import { type DescribedCollection, registerDescribedCollections } from '../records/described-collections.js';
import { type DescribedSetting, registerDescribedSettings } from '../records/described-settings.js';
import { idsOf } from '../records/references.js';

const newUsers: LookerRecord = {
  enabled: false,
  alternate_email_login_allowed: true,
  auth_requires_role: false,
  default_new_user_group_ids: ['1'],
  default_new_user_role_ids: ['5'],
  set_roles_from_groups: false,
  user_attribute_map_email: 'email',
  user_attribute_map_first_name: 'first_name',
  user_attribute_map_last_name: 'last_name',
  allow_normal_group_membership: true,
  allow_roles_from_normal_groups: true,
  allow_direct_roles: true,
};

const settings: readonly DescribedSetting[] = [
  {
    path: '/ldap_config',
    type: 'LDAPConfig',
    initial: { ...newUsers, connection_host: 'ldap.example.com', connection_port: '389' },
    computed: (config, instance) => ({
      ...newUserDefaults(config, instance),
      has_auth_password: typeof config.auth_password === 'string',
    }),
  },
  { path: '/oidc_config', type: 'OIDCConfig', initial: newUsers, hidden: ['secret'], computed: newUserDefaults },
  { path: '/saml_config', type: 'SamlConfig', initial: newUsers, computed: newUserDefaults },
  {
    path: '/password_config',
    type: 'PasswordConfig',
    initial: { min_length: 8, require_numeric: true, require_upperlower: true, require_special: false },
  },
  {
    path: '/session_config',
    type: 'SessionConfig',
    initial: { allow_persistent_sessions: true, session_minutes: 43_200, unlimited_sessions_per_user: true },
  },
];

const testConfig: Omit<DescribedCollection, 'records' | 'type' | 'path'> = {
  key: 'test_slug',
  hidden: ['secret'],
  defaults: (call, instance) => ({
    ...newUsers,
    test_slug: randomBytes(8).toString('hex'),
    modified_at: instance.clock().toISOString(),
    modified_by: call.token.userId,
  }),
  computed: newUserDefaults,
};
const testConfigs: readonly DescribedCollection[] = [
  { ...testConfig, records: 'oidcTestConfigs', type: 'OIDCConfig', path: '/oidc_test_configs' },
  { ...testConfig, records: 'samlTestConfigs', type: 'SamlConfig', path: '/saml_test_configs' },
];

/** How people sign in: LDAP, OpenID Connect, SAML, passwords and sessions. No directory is ever asked. */
export function registerSignInSettingRoutes(api: Api, instance: Instance): void {
  registerDescribedSettings(api, instance, settings);
  registerDescribedCollections(api, instance, testConfigs);
  for (const test of ['test_connection', 'test_auth', 'test_user_info', 'test_user_auth'] as const) {
    api.put(`/ldap_config/${test}`, (call) => ldapTestResult(call, test));
  }
  for (const path of ['/parse_saml_idp_metadata', '/fetch_and_parse_saml_idp_metadata']) {
    api.post(path, (call) => samlMetadata(call));
  }
  api.put('/password_config/force_password_reset_at_next_login_for_all_users', () => {
    for (const user of instance.content.users.all()) {
      const { credentials_email: credential } = user;
      if (isRecord(credential)) credential.forced_password_reset_at_next_login = true;
    }
    return '';
  });
}

function newUserDefaults(config: LookerRecord, { content }: Instance): LookerRecord {
  const named = (ids: unknown, find: (id: string) => StoredRecord | undefined) =>
    idsOf(ids).flatMap((id) => find(id) ?? []);
  const groups = named(config.default_new_user_group_ids, (id) => content.groups.find(id));
  const roles = named(config.default_new_user_role_ids, (id) => content.roles.find(id));
  return {
    default_new_user_groups: groups.map((group) => presentGroup(content, group)),
    default_new_user_roles: roles.map((role) => presentRole(content, role)),
  };
}

/** What a test needs decides how it ends: nothing is connected to. */
function ldapTestResult(call: Call, test: string): LookerRecord {
  const config = acceptBody(call, 'PUT', `/ldap_config/${test}`);
  const needed = {
    test_connection: ['connection_host', 'connection_port'],
    test_auth: ['connection_host', 'auth_username', 'auth_password'],
    test_user_info: ['connection_host', 'test_ldap_user'],
    test_user_auth: ['connection_host', 'test_ldap_user', 'test_ldap_password'],
  }[test];
  const missing = (needed ?? []).filter((name) => !config[name]);
  const isUserTest = test.startsWith('test_user') && missing.length === 0;
  return {
    status: missing.length === 0 ? 'success' : 'error',
    message: missing.length === 0 ? 'The settings are complete.' : `Missing: ${missing.join(', ')}`,
    details: null,
    issues: missing.map((name) => ({ severity: 'error', message: `${name} is required.` })),
    trace: null,
    ...(isUserTest ? { user: ldapUser(String(config.test_ldap_user)) } : {}),
    url: '/api/4.0/ldap_config',
  };
}

function ldapUser(name: string): LookerRecord {
  return {
    all_emails: [`${name}@example.com`],
    email: `${name}@example.com`,
    ldap_id: name,
    ldap_dn: `uid=${name},ou=people,dc=example,dc=com`,
    groups: [],
    roles: [],
  };
}

/** Reads a metadata document; an address is only read for its host, since nothing outside is asked. */
function samlMetadata(call: Call): LookerRecord {
  const text = typeof call.body === 'string' ? call.body : '';
  const issuer = /entityID="([^"]+)"/.exec(text)?.[1];
  const certificates = [...text.matchAll(/<(?:\w+:)?X509Certificate>([^<]+)</g)].map(([, found]) =>
    (found ?? '').trim(),
  );
  const url = /SingleSignOnService[^>]*Location="([^"]+)"/.exec(text)?.[1];
  if (issuer !== undefined) {
    return { idp_issuer: issuer, idp_url: url ?? null, idp_cert: certificates[0] ?? null, can: { show: true } };
  }
  if (call.url.includes('fetch_and') && URL.canParse(text)) {
    return { idp_issuer: text, idp_url: `${new URL(text).origin}/sso`, idp_cert: null, can: { show: true } };
  }
  throw badRequest('The body is no SAML metadata document.');
}
