import { queryOptions } from '@tanstack/react-query';
import { allPages, pageQuery } from '../api/all-pages.ts';
import { answer, api, ifMatch, type Schemas } from '../api/client.ts';

export type Account = Schemas['AccountView'];

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: () =>
    allPages<Account>((cursor) => answer(api.GET('/integrated-account', { params: { query: pageQuery(cursor) } }))),
});

/** Accounts to choose from. */
export const accountOptions = (accounts: readonly Account[]) =>
  accounts.map(({ id, name }) => ({ value: id, label: name }));

export const accountQuery = (id: string) =>
  queryOptions({
    queryKey: ['accounts', id],
    queryFn: () => answer(api.GET('/integrated-account/{id}', { params: { path: { id } } })),
  });

export type LookerApps = Schemas['LookerAppsView'];
export type LookerApp = LookerApps['apps'][number];
export type AppRegistration = Schemas['RegisterLookerAppDto'];

/** To read the apps asks Looker each time. */
const APPS_FRESH_MS = 5 * 60_000;

export const lookerAppsQuery = (id: string) =>
  queryOptions({
    queryKey: ['accounts', id, 'oauth-client'],
    queryFn: () => answer(api.GET('/integrated-account/{id}/oauth-client', { params: { path: { id } } })),
    staleTime: APPS_FRESH_MS,
  });

export const registerApp = (account: Account, body: AppRegistration) =>
  answer(
    api.POST('/integrated-account/{id}/oauth-client', {
      params: { path: { id: account.id }, header: ifMatch(account) },
      body,
    }),
  );

/** A change that is meant for the account as it is shown. */
export const changeAccount = (account: Account, body: Schemas['ChangeAccountDto']) =>
  answer(
    api.PATCH('/integrated-account/{id}', { params: { path: { id: account.id }, header: ifMatch(account) }, body }),
  );
