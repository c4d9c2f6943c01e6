import type { QueryClient } from '@tanstack/react-query';
import {
  createHashHistory,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { sessionQuery } from './session/session-query.ts';
import { SignInPage } from './session/sign-in-page.tsx';
import { isSetupNeeded } from './start/setup-query.ts';
import { NotFoundPage } from './states/not-found-page.tsx';
import { ProblemState } from './states/problem-state.tsx';

/** What an address may say after its question mark, as text. */
const texts =
  <Name extends string>(...names: Name[]) =>
  (search: Record<string, unknown>): Partial<Record<Name, string>> =>
    // Only names asked for are kept, so that the type holds.
    Object.fromEntries(
      names.filter((name) => search[name] !== undefined).map((name) => [name, String(search[name])]),
    ) as Partial<Record<Name, string>>;

/** How many days to look back; whatever is no such number counts as not given. */
const days = (search: Record<string, unknown>): { days?: number } => {
  const number = Number(search.days);
  return Number.isInteger(number) && number > 0 ? { days: number } : {};
};

const root = createRootRouteWithContext<{ queryClient: QueryClient }>()({
  component: Outlet,
  errorComponent: ({ error, reset }) => <ProblemState problem={error} onRetry={reset} />,
});

// Of their own, so that their names are inferred beside a beforeLoad.
const SIGN_IN_TEXTS = texts('error', 'reason', 'request_id', 'organization_id', 'next');
const SETUP_TEXTS = texts('code');

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: SIGN_IN_TEXTS,
  beforeLoad: async ({ context }) => {
    if (await isSetupNeeded(context.queryClient)) throw redirect({ to: '/setup' });
  },
  component: SignInPage,
});

const setup = createRoute({
  getParentRoute: () => root,
  path: '/setup',
  validateSearch: SETUP_TEXTS,
  beforeLoad: async ({ context }) => {
    if (!(await isSetupNeeded(context.queryClient))) throw redirect({ to: '/' });
  },
  component: lazyRouteComponent(() => import('./start/setup-page.tsx'), 'SetupPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation/$token',
  component: lazyRouteComponent(() => import('./session/invitation-page.tsx'), 'InvitationPage'),
});

/** Everything below needs a session; without one, signing in comes first and leads back. */
const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context, location }) => {
    const session = await context.queryClient.ensureQueryData(sessionQuery);
    if (session !== null) return;
    throw redirect({ to: '/sign-in', search: location.pathname === '/' ? {} : { next: location.href } });
  },
  component: lazyRouteComponent(() => import('./frame/signed-in-frame.tsx'), 'SignedInFrame'),
});

const routes = root.addChildren([
  signIn,
  setup,
  invitation,
  signedIn.addChildren([
    createRoute({
      getParentRoute: () => signedIn,
      path: '/',
      beforeLoad: () => {
        throw redirect({ to: '/servers' });
      },
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/start',
      validateSearch: texts('step', 'account'),
      component: lazyRouteComponent(() => import('./start/start-page.tsx'), 'StartPage'),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/accounts',
      component: lazyRouteComponent(() => import('./accounts/accounts-page.tsx'), 'AccountsPage'),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/accounts/$accountId',
      component: lazyRouteComponent(() => import('./accounts/account-page.tsx'), 'AccountPage'),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/servers',
      validateSearch: texts('name', 'account', 'state', 'sort', 'page'),
      component: lazyRouteComponent(() => import('./servers/servers-page.tsx'), 'ServersPage'),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/servers/new',
      validateSearch: texts('account', 'copyOf'),
      component: lazyRouteComponent(() => import('./servers/issuing/issue-page.tsx'), 'IssuePage'),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/servers/$accountId/$serverId',
      component: lazyRouteComponent(() => import('./servers/server-page.tsx'), 'ServerPage'),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/servers/$accountId/$serverId/least-privilege',
      validateSearch: days,
      component: lazyRouteComponent(
        () => import('./servers/least-privilege/least-privilege-page.tsx'),
        'LeastPrivilegePage',
      ),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/contractors',
      component: lazyRouteComponent(() => import('./contractors/contractors-page.tsx'), 'ContractorsPage'),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/contractors/$serverId',
      component: lazyRouteComponent(() => import('./contractors/report-page.tsx'), 'ReportPage'),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/servers/$accountId/$serverId/try',
      validateSearch: texts('tool'),
      component: lazyRouteComponent(() => import('./trials/trial-page.tsx'), 'TrialPage'),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/servers/$accountId/$serverId/check',
      component: lazyRouteComponent(() => import('./servers/check/check-page.tsx'), 'CheckPage'),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/servers/$accountId/$serverId/capture',
      component: lazyRouteComponent(() => import('./servers/capture/capture-page.tsx'), 'CapturePage'),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/servers/$accountId/$serverId/edit',
      component: lazyRouteComponent(() => import('./servers/issuing/edit-page.tsx'), 'EditPage'),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/people',
      validateSearch: texts('tab'),
      component: lazyRouteComponent(() => import('./people/people-page.tsx'), 'PeoplePage'),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/activity',
      validateSearch: texts('tab', 'server', 'account', 'tool', 'status', 'action'),
      component: lazyRouteComponent(() => import('./activity/activity-page.tsx'), 'ActivityPage'),
    }),
    createRoute({
      getParentRoute: () => signedIn,
      path: '/organization',
      component: lazyRouteComponent(() => import('./organization/organization-page.tsx'), 'OrganizationPage'),
    }),
  ]),
]);

/** Addresses after `#`: links of invitations and of refused sign-ins have this form, and the gateway serves one page. */
export const createDashboardRouter = (queryClient: QueryClient) =>
  createRouter({
    routeTree: routes,
    history: createHashHistory(),
    context: { queryClient },
    defaultPreload: 'intent',
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createDashboardRouter>;
  }
}
