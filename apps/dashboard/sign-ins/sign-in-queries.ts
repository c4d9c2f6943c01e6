import { queryOptions } from '@tanstack/react-query';
import { allPages, pageQuery } from '../api/all-pages.ts';
import { answer, api, type Schemas } from '../api/client.ts';

export type SignIn = Schemas['OauthGrantView'];
export type OauthClient = Schemas['OauthClientView'];

export const signInsQuery = queryOptions({
  queryKey: ['sign-ins'],
  queryFn: () =>
    allPages<SignIn>((cursor) => answer(api.GET('/oauth-grant', { params: { query: pageQuery(cursor) } }))),
});

/** What one member let in. */
export const ownSignInsQuery = (memberId: string) =>
  queryOptions({
    queryKey: ['sign-ins', 'own', memberId],
    queryFn: () =>
      allPages<SignIn>((cursor) =>
        answer(api.GET('/oauth-grant', { params: { query: { ...pageQuery(cursor), member_id: memberId } } })),
      ),
  });

export const oauthClientsQuery = queryOptions({
  queryKey: ['oauth-clients'],
  queryFn: () =>
    allPages<OauthClient>((cursor) => answer(api.GET('/oauth-client', { params: { query: pageQuery(cursor) } }))),
});
