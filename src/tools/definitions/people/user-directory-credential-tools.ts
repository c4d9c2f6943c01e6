import type { ResourceTools } from '../../catalogue/tool-definition.js';

const login = 'email,logged_in_at,created_at,is_disabled';

export const userDirectoryCredentialTools: readonly ResourceTools[] = [
  {
    resource: 'user_google_credentials',
    tags: ['user_google_credentials', 'users', 'authentication'],
    tools: [
      {
        operation: 'user_credentials_google',
        method: 'get',
        about: 'Gets the login of a user by Google.',
        hint: 'Tells when the user last logged in that way.',
        fields: `${login},domain,google_user_id`,
      },
      {
        operation: 'delete_user_credentials_google',
        method: 'delete',
        about: 'Takes the login by Google from a user, who can then log in only in other ways.',
        hint: 'To lock the account use update_a_looker_user_by_id with is_disabled: true.',
      },
    ],
  },
  {
    resource: 'user_ldap_credentials',
    tags: ['user_ldap_credentials', 'users', 'authentication'],
    tools: [
      {
        operation: 'user_credentials_ldap',
        method: 'get',
        about: 'Gets the login of a user by LDAP.',
        hint: 'Tells when the user last logged in that way.',
        fields: `${login},ldap_id,ldap_dn`,
      },
      {
        operation: 'delete_user_credentials_ldap',
        method: 'delete',
        about: 'Takes the login by LDAP from a user, who can then log in only in other ways.',
        hint: 'To lock the account use update_a_looker_user_by_id with is_disabled: true.',
      },
    ],
  },
  {
    resource: 'user_oidc_credentials',
    tags: ['user_oidc_credentials', 'users', 'authentication'],
    tools: [
      {
        operation: 'user_credentials_oidc',
        method: 'get',
        about: 'Gets the login of a user by OpenID Connect.',
        hint: 'Tells when the user last logged in that way.',
        fields: `${login},oidc_user_id`,
      },
      {
        operation: 'delete_user_credentials_oidc',
        method: 'delete',
        about: 'Takes the login by OpenID Connect from a user, who can then log in only in other ways.',
        hint: 'To lock the account use update_a_looker_user_by_id with is_disabled: true.',
      },
    ],
  },
  {
    resource: 'user_saml_credentials',
    tags: ['user_saml_credentials', 'users', 'authentication'],
    tools: [
      {
        operation: 'user_credentials_saml',
        method: 'get',
        about: 'Gets the login of a user by SAML.',
        hint: 'Tells when the user last logged in that way.',
        fields: `${login},saml_user_id`,
      },
      {
        operation: 'delete_user_credentials_saml',
        method: 'delete',
        about: 'Takes the login by SAML from a user, who can then log in only in other ways.',
        hint: 'To lock the account use update_a_looker_user_by_id with is_disabled: true.',
      },
    ],
  },
  {
    resource: 'user_looker_openid_credentials',
    tags: ['user_looker_openid_credentials', 'users', 'authentication'],
    tools: [
      {
        operation: 'user_credentials_looker_openid',
        method: 'get',
        about: 'Gets the login of a user by Looker OpenID, as staff of Looker have it.',
        hint: 'Tells when the user last logged in that way.',
        fields: `${login},logged_in_ip`,
      },
      {
        operation: 'delete_user_credentials_looker_openid',
        method: 'delete',
        about: 'Takes the login by Looker OpenID from a user, who can then log in only in other ways.',
        hint: 'To lock the account use update_a_looker_user_by_id with is_disabled: true.',
      },
    ],
  },
];
