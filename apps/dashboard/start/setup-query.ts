import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';

/** Whether the gateway waits for its first organization. */
const setupQuery = queryOptions({
  queryKey: ['setup'],
  queryFn: () => answer(api.GET('/setup')),
  staleTime: 5_000,
  retry: false,
});

/** As far as the gateway can be asked: signing in must not fail over it. */
export const isSetupNeeded = (queryClient: QueryClient): Promise<boolean> =>
  queryClient.fetchQuery(setupQuery).then(
    ({ needed }) => needed,
    () => false,
  );
