import type { QueryClient } from '@tanstack/react-query';

/** What is read and changed. It is the first part of each query's key, so that a change can name all that was read of it. */
export type Subject =
  | 'accounts'
  | 'api-tokens'
  | 'audit'
  | 'invitations'
  | 'least-privilege'
  | 'log'
  | 'members'
  | 'oauth-clients'
  | 'openid-provider'
  | 'organization'
  | 'servers'
  | 'session'
  | 'setup'
  | 'sign-ins'
  | 'tools'
  | 'usage';

declare module '@tanstack/react-query' {
  interface Register {
    queryKey: readonly [Subject, ...unknown[]];
    /** `changes`: what is read anew after a change, before it counts as done. */
    mutationMeta: { readonly changes?: readonly Subject[] };
  }
}

/** Reads anew what is shown of these. */
export const readAnew = (queryClient: QueryClient, subjects: readonly Subject[]): Promise<unknown> =>
  Promise.all(subjects.map((subject) => queryClient.invalidateQueries({ queryKey: [subject] })));
