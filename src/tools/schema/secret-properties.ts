/**
 * Properties of Looker's schemas that hold secrets: written only, or answered as links that let their holder in, such as
 * `credentials_email.password_reset_url` of a user. Only tools that are hidden for
 * their secrets take them as arguments and answer them.
 */
export const secretProperties: ReadonlySet<string> = new Set([
  'access_token',
  'account_setup_url',
  'auth_password',
  'authorization_token',
  'certificate',
  'client_secret',
  'custom_s3_secret',
  'deploy_secret',
  'git_password',
  'password',
  'password_reset_url',
  'pdt_password',
  'refresh_token',
  'secret',
  'secret_parameters',
  'test_ldap_password',
]);
