import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './dashboard.css';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { MutationCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from './api/api-problem.ts';
import { sessionLink } from './api/client.ts';
import { readAnew } from './api/query-keys.ts';
import { createDashboardRouter } from './router.tsx';
import { sessionQuery } from './session/session-query.ts';
import { cssVariables, theme } from './theme.ts';

const RETRIES_MAX = 2;
const FRESH_MS = 15_000;
/** Refusals that tell of something that is not as it was shown: gone, in the way, or changed. */
const OUTDATED = [404, 409, 412];

/** A refusal stays a refusal; what did not arrive is tried again. */
const isWorthRetrying = (failures: number, problem: Error) =>
  failures < RETRIES_MAX && !(problem instanceof ApiProblem && problem.status !== null && problem.status < 500);

const queryClient = new QueryClient({
  // Whoever is refused because of what others did sees what is there now.
  mutationCache: new MutationCache({
    onSuccess: (_data, _variables, _result, { meta }, { client }) => readAnew(client, meta?.changes ?? []),
    onError: (problem) => {
      if (problem instanceof ApiProblem && OUTDATED.includes(problem.status ?? 0)) void queryClient.invalidateQueries();
    },
  }),
  defaultOptions: { queries: { retry: isWorthRetrying, staleTime: FRESH_MS } },
});
const router = createDashboardRouter(queryClient);

sessionLink.onEnded = () => {
  queryClient.setQueryData(sessionQuery.queryKey, null);
  void router.invalidate();
};

const place = document.getElementById('dashboard');
if (place === null) throw new Error('The page has no place for the dashboard.');
createRoot(place).render(
  <StrictMode>
    <MantineProvider theme={theme} cssVariablesResolver={cssVariables} defaultColorScheme="auto">
      <Notifications position="bottom-right" />
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
