import { queryOptions, useMutation, useQueryClient, useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { ApiProblem } from '../api/api-problem.ts';
import { answer, api, type Schemas, sessionLink } from '../api/client.ts';
import { tellOtherTabs } from './other-tabs.ts';

export type Session = Schemas['SessionView'];
export type Permission = Session['permissions'][number];

async function readSession(): Promise<Session | null> {
  try {
    const session = await answer(api.GET('/session'));
    sessionLink.csrfToken = session.csrf_token;
    return session;
  } catch (problem) {
    if (problem instanceof ApiProblem && problem.status === 401) return null;
    throw problem;
  }
}

/** Who is signed in; null: nobody. */
export const sessionQuery = queryOptions({ queryKey: ['session'], queryFn: readSession, staleTime: 60_000 });

export const signInMethodsQuery = queryOptions({
  queryKey: ['session', 'methods'],
  queryFn: () => answer(api.GET('/session/methods')),
});

/** The session, on pages that nobody sees without one. */
export function useSession(): Session | null {
  return useSuspenseQuery(sessionQuery).data;
}

/** Whether the member may do something; without it, its buttons are not shown. */
export function useMay(permission: Permission): boolean {
  return useSession()?.permissions.includes(permission) ?? false;
}

/** Takes over a session that an answer opened, and forgets what an earlier one read. */
export function useEnter() {
  const queryClient = useQueryClient();
  return (session: Session) => {
    queryClient.clear();
    sessionLink.csrfToken = session.csrf_token;
    queryClient.setQueryData(sessionQuery.queryKey, session);
    tellOtherTabs(session.member.id);
  };
}

/** Ends the session here, or every session of the member. */
export function useSignOut(where: 'here' | 'everywhere' = 'here') {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => answer(where === 'here' ? api.DELETE('/session') : api.DELETE('/session/all')),
    onSuccess: async () => {
      sessionLink.csrfToken = null;
      queryClient.setQueryData(sessionQuery.queryKey, null);
      await navigate({ to: '/sign-in' });
      queryClient.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
    },
  });
}
