import type { Content } from '../records/content-store.js';

interface Person {
  id: string;
  firstName: string;
  lastName: string;
  groups: readonly string[];
  roles: readonly string[];
  /** Days since the last login; null for never. */
  loggedInDaysAgo: number | null;
  isDisabled?: boolean;
}

/** Some have not logged in for more than ninety days, one never did and one is disabled. The first is the API's own user. */
const people: readonly Person[] = [
  { id: '1', firstName: 'Sam', lastName: 'Sample', groups: ['1', '2'], roles: ['2'], loggedInDaysAgo: 0 },
  { id: '2', firstName: 'Ada', lastName: 'Fischer', groups: ['1', '3'], roles: ['3'], loggedInDaysAgo: 1 },
  { id: '3', firstName: 'Ben', lastName: 'Okafor', groups: ['1', '3'], roles: ['4'], loggedInDaysAgo: 12 },
  { id: '4', firstName: 'Carla', lastName: 'Mendes', groups: ['1', '4'], roles: ['4'], loggedInDaysAgo: 3 },
  { id: '5', firstName: 'David', lastName: 'Ng', groups: ['1', '4'], roles: [], loggedInDaysAgo: 127 },
  { id: '6', firstName: 'Elif', lastName: 'Kaya', groups: ['1', '5'], roles: ['4'], loggedInDaysAgo: 30 },
  { id: '7', firstName: 'Felix', lastName: 'Brandt', groups: ['1', '5'], roles: [], loggedInDaysAgo: 211 },
  { id: '8', firstName: 'Grace', lastName: 'Liu', groups: ['1', '4', '5'], roles: ['5'], loggedInDaysAgo: 64 },
  { id: '9', firstName: 'Hugo', lastName: 'Perrin', groups: ['1'], roles: ['5'], loggedInDaysAgo: null },
  {
    ...{ id: '10', firstName: 'Ines', lastName: 'Castro', groups: ['1'], roles: ['5'] },
    ...{ loggedInDaysAgo: 340, isDisabled: true },
  },
  { id: '11', firstName: 'Jonas', lastName: 'Weber', groups: ['1', '3'], roles: ['3'], loggedInDaysAgo: 95 },
  { id: '12', firstName: 'Kim', lastName: 'Sørensen', groups: ['1'], roles: ['5'], loggedInDaysAgo: 8 },
  // These two have states of their own, and sign in to apps to show it.
  { id: '13', firstName: 'Ana', lastName: 'Silva', groups: ['1'], roles: ['4'], loggedInDaysAgo: 2 },
  { id: '14', firstName: 'Ben', lastName: 'Novak', groups: ['1'], roles: ['6'], loggedInDaysAgo: 1 },
];

/** Roles, groups and people. `now` is what last logins count back from. */
export function seedPeople(content: Content, now: Date): void {
  seedRoles(content);
  for (const [id, name, roleIds] of [
    ['1', 'All Users', []],
    ['2', 'Administrators', ['2']],
    ['3', 'Analysts', []],
    ['4', 'Finance Team', ['5']],
    ['5', 'Marketing Team', ['5']],
  ] as const) {
    content.groups.add({ id, name, role_ids: [...roleIds], member_group_ids: [] });
  }
  for (const person of people) {
    content.users.add({
      id: person.id,
      first_name: person.firstName,
      last_name: person.lastName,
      is_disabled: person.isDisabled === true,
      group_ids: [...person.groups],
      role_ids: [...person.roles],
      credentials_email: {
        email: `${person.firstName}.${person.lastName}@example.com`.toLowerCase().replace('ø', 'o'),
        created_at: daysBefore(now, 500),
        logged_in_at: person.loggedInDaysAgo === null ? null : daysBefore(now, person.loggedInDaysAgo),
      },
    });
  }
  const google = { email: 'elif.kaya@example.com', domain: 'example.com', google_user_id: 'g-6' };
  content.users.change('6', { credentials_google: { ...google, logged_in_at: daysBefore(now, 4) } });
  const ldap = { email: 'carla.mendes@example.com', ldap_id: 'cmendes', logged_in_at: daysBefore(now, 100) };
  content.users.change('4', { credentials_ldap: ldap });
  const oidc = { email: 'grace.liu@example.com', oidc_user_id: 'grace', logged_in_at: daysBefore(now, 5) };
  content.users.change('8', { credentials_oidc: oidc });
  content.users.change('12', { credentials_looker_openid: { email: 'kim.sorensen@example.com' } });
  // Who signs in by SAML today has not used a password for long.
  const saml = { email: 'jonas.weber@example.com', saml_user_id: 'jonas', logged_in_at: daysBefore(now, 2) };
  content.users.change('11', { credentials_saml: saml });
  const defaults = { type: 'string', value_is_hidden: false, user_can_view: true, user_can_edit: true };
  const region = { name: 'region', label: 'Region', default_value: 'US', values: { 6: 'EMEA' } };
  content.userAttributes.add({ ...defaults, ...region });
  content.userAttributes.add({ ...defaults, name: 'locale', label: 'Locale', default_value: 'en', values: {} });
  // A filter expression that LookML's `access_filter` applies; `%` is any state.
  const states = {
    name: 'allowed_states',
    label: 'Allowed States',
    type: 'advanced_filter_string',
    default_value: '%',
  };
  const valuesOfStates = { 13: 'California', 14: 'New York,Texas' };
  content.userAttributes.add({ ...defaults, ...states, user_can_edit: false, values: valuesOfStates });
}

/** People by their addresses who may change LookML and query, and administer nothing. */
export function seedDevelopers(content: Content, emails: readonly string[]): void {
  const roleId = content.roles.where('name', 'Developer')[0]?.id;
  for (const email of emails) {
    const words = email.replace(/@.*$/, '').split(/[^a-z0-9]+/i);
    const [firstName = '', ...lastNames] = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1));
    content.users.add({
      ...{ first_name: firstName, last_name: lastNames.join(' '), is_disabled: false },
      ...{ group_ids: ['1'], role_ids: [roleId], credentials_email: { email, logged_in_at: null } },
    });
  }
}

function seedRoles(content: Content): void {
  const permissionSets = {
    Admin: ['administer', 'develop', 'explore', 'save_content', 'see_users', 'sudo', 'use_sql_runner'],
    Developer: ['develop', 'explore', 'save_content', 'see_lookml', 'use_sql_runner'],
    User: ['access_data', 'explore', 'save_content', 'schedule_look_emails', 'create_alerts'],
    Viewer: ['access_data', 'see_looks', 'see_user_dashboards'],
    Explorer: ['access_data', 'see_looks', 'see_user_dashboards', 'explore'],
  };
  content.modelSets.add({ id: '1', name: 'All', models: ['ecommerce', 'sales'], all_access: true, built_in: true });
  content.modelSets.add({ id: '2', name: 'Sales only', models: ['sales'], all_access: false, built_in: false });
  for (const [index, [name, permissions]] of Object.entries(permissionSets).entries()) {
    const id = String(index + 1);
    content.permissionSets.add({ id, name, permissions, all_access: name === 'Admin', built_in: name === 'Admin' });
    content.roles.add({ id: String(index + 2), name, permission_set_id: id, model_set_id: '1' });
  }
}

export function daysBefore(now: Date, days: number): string {
  return new Date(now.getTime() - days * 86_400_000).toISOString();
}
