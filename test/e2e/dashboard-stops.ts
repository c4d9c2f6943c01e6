import type { Page } from 'playwright-core';

/** A page of the dashboard, and what is looked at in it. */
export interface Stop {
  readonly name: string;
  readonly path: string;
  readonly heading: string | RegExp;
  /** What else to open before looking. */
  readonly open?: (page: Page) => Promise<void>;
}

const clicked = (role: 'button' | 'menuitem', name: string | RegExp) => async (page: Page) => {
  if (role === 'menuitem') await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole(role, { name }).first().click();
  await page.getByRole('dialog').waitFor();
};

/** Keeps away a tool that was used, so that the calls that need it are shown. */
const withoutQueries = async (page: Page) => {
  await page.getByRole('combobox', { name: 'Never these tools' }).fill('looker_query_run_inline');
  await page.getByRole('option', { name: 'looker_query_run_inline' }).click();
  await page.keyboard.press('Escape');
  await page.getByText(/, [1-9][\d,]* would have failed/).waitFor();
};

const triedTool = async (page: Page) => {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.getByText(/^Request|s\. Request/).waitFor();
};

const wholeForm = (page: Page) => page.getByRole('button', { name: /^Show \d+ more/ }).click();

/** By one area: there are tools fewer. */
const narrowed = async (page: Page) => {
  await page.getByRole('combobox', { name: 'Areas' }).focus();
  await page.keyboard.press('Backspace');
  await page.getByRole('button', { name: /tools? fewer/ }).click();
  await page.keyboard.press('Escape');
};

/** All pages, with the dialogs and answers that they open. */
export const stopsOf = (accountId: string, serverId: string): Stop[] => {
  const server = `/servers/${accountId}/${serverId}`;
  const ana = 'Ana’s Claude';
  return [
    { name: 'start', path: '/start', heading: 'Getting started' },
    { name: 'start-looker', path: '/start?step=looker', heading: 'Getting started' },
    { name: 'start-url', path: '/start?step=url', heading: 'Getting started' },
    { name: 'servers', path: '/servers', heading: 'MCP servers' },
    { name: 'issue', path: '/servers/new', heading: 'Issue a URL' },
    { name: 'issue-copy', path: `/servers/new?account=${accountId}&copyOf=${serverId}`, heading: /like this one/ },
    { name: 'server', path: server, heading: ana },
    { name: 'server-revoke', path: server, heading: ana, open: clicked('button', 'Revoke') },
    { name: 'server-expiry', path: server, heading: ana, open: clicked('button', 'Change expiry') },
    { name: 'server-rotate', path: server, heading: ana, open: clicked('menuitem', 'Rotate the URL') },
    { name: 'least-privilege', path: `${server}/least-privilege?days=30`, heading: `What ${ana} needs` },
    { name: 'least-privilege-refused', path: `${server}/least-privilege`, heading: /needs$/, open: withoutQueries },
    { name: 'servers-filtered', path: '/servers?state=soon&sort=ending', heading: 'MCP servers' },
    { name: 'contractors', path: '/contractors', heading: 'Contractors' },
    {
      name: 'contractors-extend',
      path: '/contractors',
      heading: 'Contractors',
      open: clicked('button', /^Change expiry of /),
    },
    { name: 'contractors-end', path: '/contractors', heading: 'Contractors', open: clicked('button', /^End now: /) },
    { name: 'access-report', path: `/contractors/${serverId}`, heading: ana },
    { name: 'server-try-form', path: `${server}/try?tool=looker_query_run_inline`, heading: /^Try/, open: wholeForm },
    {
      name: 'server-try-answer',
      path: `${server}/try?tool=list_all_looker_dashboards`,
      heading: /^Try/,
      open: triedTool,
    },
    {
      name: 'server-try-refused',
      path: `${server}/try?tool=looker_query_run_inline`,
      heading: /^Try/,
      open: triedTool,
    },
    { name: 'server-check', path: `${server}/check`, heading: /^Check the connection of/ },
    { name: 'server-capture', path: `${server}/capture`, heading: /^Messages of/ },
    { name: 'server-edit', path: `${server}/edit`, heading: /^Edit/, open: narrowed },
    { name: 'accounts', path: '/accounts', heading: 'Integrated accounts' },
    {
      name: 'accounts-connect',
      path: '/accounts',
      heading: 'Integrated accounts',
      open: clicked('button', 'Connect Looker'),
    },
    { name: 'account', path: `/accounts/${accountId}`, heading: 'Acme BI' },
    { name: 'account-delete', path: `/accounts/${accountId}`, heading: 'Acme BI', open: clicked('menuitem', 'Delete') },
    { name: 'members', path: '/people', heading: 'People and keys' },
    { name: 'invitations', path: '/people?tab=invitations', heading: 'People and keys' },
    { name: 'api-tokens', path: '/people?tab=api-tokens', heading: 'People and keys' },
    {
      name: 'api-token',
      path: '/people?tab=api-tokens',
      heading: 'People and keys',
      open: clicked('button', 'Make an API token'),
    },
    { name: 'you', path: '/people?tab=you', heading: 'People and keys' },
    { name: 'calls', path: '/activity', heading: 'Activity' },
    { name: 'call', path: '/activity', heading: 'Activity', open: clicked('button', 'list_all_looker_dashboards') },
    { name: 'changes', path: '/activity?tab=changes', heading: 'Activity' },
    { name: 'change', path: '/activity?tab=changes', heading: 'Activity', open: clicked('button', 'URL issued') },
    { name: 'organization', path: '/organization', heading: 'Organization' },
  ];
};
