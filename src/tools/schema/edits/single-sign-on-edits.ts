import { type ArgumentEdit, type ArgumentEdits, described, hidden } from '../argument-edit.js';

// Whose names say it all: Looker's texts are left out.
const text: ArgumentEdit = { schema: { type: 'string' } };
const flag: ArgumentEdit = { schema: { type: 'boolean' } };
const ids: ArgumentEdit = { schema: { type: 'array', items: { type: 'string' } } };
const objects = { type: 'array', items: { type: 'object' } };

// What LDAP, SAML and OpenID Connect have in common.
const directory: ArgumentEdits = {
  enabled: flag,
  alternate_email_login_allowed: described('Admins may still log in by email: a way back in when this fails.'),
  auth_requires_role: described('Only users who get a role from there may log in.'),
  default_new_user_role_ids: ids,
  default_new_user_group_ids: ids,
  set_roles_from_groups: flag,
  groups_with_role_ids: described('E.g. [{"name":"analysts","role_ids":["2"]}].', objects),
  user_attributes_with_ids: described('E.g. [{"name":"region","required":false,"user_attribute_ids":["5"]}].', objects),
  user_attribute_map_email: described('Property with the email address.'),
  user_attribute_map_first_name: text,
  user_attribute_map_last_name: text,
  allow_normal_group_membership: described('false takes users out of other groups at login.'),
  allow_roles_from_normal_groups: flag,
  allow_direct_roles: flag,
};

const migrationTypes = described('Logins that a new user is matched by, e.g. "email,google".');

/** LDAPConfig */
export const ldapConfig: ArgumentEdits = {
  ...directory,
  connection_host: text,
  connection_port: described('E.g. "636".'),
  connection_tls: flag,
  connection_tls_no_verify: hidden,
  auth_username: described("Distinguished name of Looker's own account."),
  merge_new_users_by_email: described('A first login joins the account with the same email address.'),
  user_attribute_map_ldap_id: text,
  user_bind_base_dn: described('E.g. "ou=people,dc=example,dc=com".'),
  user_custom_filter: described('Further RFC 2254 condition.'),
  user_id_attribute_names: described('Properties with the login name, comma-separated.'),
  user_objectclass: text,
  groups_base_dn: text,
  groups_member_attribute: described('Mostly "member".'),
  groups_user_attribute: described('Mostly "dn".'),
  groups_objectclasses: hidden,
  test_ldap_user: described('Login name to look up.'),
  groups_finder_type: hidden,
  force_no_page: hidden,
};

/** SamlConfig */
export const samlConfig: ArgumentEdits = {
  ...directory,
  idp_cert: text,
  idp_url: text,
  idp_issuer: text,
  idp_audience: text,
  allowed_clock_drift: described('Seconds.'),
  new_user_migration_types: migrationTypes,
  groups_finder_type: {
    schema: { type: 'string', enum: ['grouped_attribute_values', 'individual_attributes'] },
  },
  groups_attribute: described('For grouped_attribute_values.'),
  groups_member_value: described('For individual_attributes.'),
  bypass_login_page: flag,
  idp_cert_multi: described('{"signing":["…"]}', { type: 'object' }),
  multi_certs_supported: described('true: idp_cert_multi holds.'),
};

/** OIDCConfig */
export const oidcConfig: ArgumentEdits = {
  ...directory,
  identifier: described('Client id at the provider.'),
  issuer: text,
  audience: text,
  authorization_endpoint: text,
  token_endpoint: text,
  userinfo_endpoint: text,
  scopes: described('E.g. ["openid","email","profile"].'),
  groups_attribute: text,
  new_user_migration_types: migrationTypes,
};

/** OauthClientApp */
export const oauthClientApp: ArgumentEdits = {
  redirect_uri: described('Where Looker sends the browser with the code after login.'),
  display_name: text,
  description: described('Shown to users who are asked to consent.'),
  enabled: described('false refuses the app and invalidates its tokens.'),
  group_id: described('Only members of this group may use the app. Default: everybody.'),
};
