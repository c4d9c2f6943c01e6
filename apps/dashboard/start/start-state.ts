import { useQuery } from '@tanstack/react-query';
import { type Account, accountsQuery } from '../accounts/account-queries.ts';
import { type Call, callsQuery } from '../activity/call-queries.ts';
import { type AccountServer, allServersQuery } from '../servers/server-queries.ts';

export const STEPS = [
  { id: 'organization', label: 'Organization', description: 'And its owner' },
  { id: 'looker', label: 'Looker', description: 'Connect an instance' },
  { id: 'url', label: 'URL', description: 'Issue the first one' },
  { id: 'call', label: 'First call', description: 'See it arrive' },
] as const;

export type StepId = (typeof STEPS)[number]['id'];

export const stepIndex = (step: StepId): number => STEPS.findIndex(({ id }) => id === step);

/** What there is of everything that the first run makes; nothing else remembers how far it came. */
export interface StartState {
  readonly accounts: readonly Account[];
  readonly servers: readonly AccountServer[];
  /** The newest call. */
  readonly call: Call | null;
}

/** The newest call, under the same key wherever it is asked for. */
export const newestCallQuery = callsQuery({}, 1);

/** The first step that is not done; the last one when all are. */
export function reachedStep({ accounts, servers }: Pick<StartState, 'accounts' | 'servers'>): StepId {
  if (accounts.length === 0) return 'looker';
  return servers.length === 0 ? 'url' : 'call';
}

/** The step that an address asks for, or else the one to do next. */
export function shownStep(asked: string | undefined, reached: StepId): StepId {
  const found = STEPS.find(({ id }) => id === asked)?.id;
  return found !== undefined && stepIndex(found) <= stepIndex(reached) ? found : reached;
}

/** The state as the gateway knows it, or why it is not known yet. */
export function useStartState() {
  const accounts = useQuery(accountsQuery);
  const servers = useQuery(allServersQuery);
  const calls = useQuery(newestCallQuery);
  const queries = [accounts, servers, calls];
  const failed = queries.find(({ isError }) => isError);
  const state: StartState | null =
    accounts.isSuccess && servers.isSuccess && calls.isSuccess
      ? { accounts: accounts.data, servers: servers.data, call: calls.data.result[0] ?? null }
      : null;
  const retry = () => {
    for (const query of queries) if (query.isError) void query.refetch();
  };
  return { state, problem: failed?.error ?? null, retry };
}
