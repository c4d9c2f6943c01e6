import {
  type ArgumentEdit,
  type ArgumentEdits,
  bareFlag,
  bareString,
  bareStrings,
  described,
  hidden,
  type SchemaEdits,
} from '../argument-edit.js';

const ids: ArgumentEdit = { schema: { type: 'array', items: { type: 'string' } } };
const objects = { type: 'array', items: { type: 'object' } };

// What LDAP, SAML and OpenID Connect have in common.
const directory: ArgumentEdits = {
  enabled: bareFlag,
  alternate_email_login_allowed: described('Admins may still log in by email: a way back in when this fails.'),
  auth_requires_role: described('Only users who get a role from there may log in.'),
  default_new_user_role_ids: ids,
  default_new_user_group_ids: ids,
  set_roles_from_groups: bareFlag,
  groups_with_role_ids: described('E.g. [{"name":"analysts","role_ids":["2"]}].', objects),
  user_attributes_with_ids: described('E.g. [{"name":"region","required":false,"user_attribute_ids":["5"]}].', objects),
  user_attribute_map_email: described('Property with the email address.'),
  user_attribute_map_first_name: bareString,
  user_attribute_map_last_name: bareString,
  allow_normal_group_membership: described('false takes users out of other groups at login.'),
  allow_roles_from_normal_groups: bareFlag,
  allow_direct_roles: bareFlag,
};

const migrationTypes = described('Logins that a new user is matched by, e.g. "email,google".');

export const singleSignOnEdits: SchemaEdits = {
  LDAPConfig: {
    ...directory,
    connection_host: bareString,
    connection_port: described('E.g. "636".'),
    connection_tls: bareFlag,
    connection_tls_no_verify: hidden,
    auth_username: described("Distinguished name of Looker's own account."),
    merge_new_users_by_email: described('A first login joins the account with the same email address.'),
    user_attribute_map_ldap_id: bareString,
    user_bind_base_dn: described('E.g. "ou=people,dc=example,dc=com".'),
    user_custom_filter: described('Further RFC 2254 condition.'),
    user_id_attribute_names: described('Properties with the login name, comma-separated.'),
    user_objectclass: bareString,
    groups_base_dn: bareString,
    groups_member_attribute: described('Mostly "member".'),
    groups_user_attribute: described('Mostly "dn".'),
    groups_objectclasses: hidden,
    test_ldap_user: described('Login name to look up.'),
    groups_finder_type: hidden,
    force_no_page: hidden,
  },
  SamlConfig: {
    ...directory,
    ...bareStrings('idp_cert', 'idp_url', 'idp_issuer', 'idp_audience'),
    allowed_clock_drift: described('Seconds.'),
    new_user_migration_types: migrationTypes,
    groups_finder_type: {
      schema: { type: 'string', enum: ['grouped_attribute_values', 'individual_attributes'] },
    },
    groups_attribute: described('For grouped_attribute_values.'),
    groups_member_value: described('For individual_attributes.'),
    bypass_login_page: bareFlag,
    idp_cert_multi: described('{"signing":["…"]}', { type: 'object' }),
    multi_certs_supported: described('true: idp_cert_multi holds.'),
  },
  OIDCConfig: {
    ...directory,
    identifier: described('Client id at the provider.'),
    ...bareStrings('issuer', 'audience', 'authorization_endpoint', 'token_endpoint', 'userinfo_endpoint'),
    scopes: described('E.g. ["openid","email","profile"].'),
    groups_attribute: bareString,
    new_user_migration_types: migrationTypes,
  },
  OauthClientApp: {
    redirect_uri: described('Where Looker sends the browser with the code after login.'),
    display_name: bareString,
    description: described('Shown to users who are asked to consent.'),
    enabled: described('false refuses the app and invalidates its tokens.'),
    group_id: described('Only members of this group may use the app. Default: everybody.'),
  },
};
