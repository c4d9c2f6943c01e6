import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from '../../api/client.ts';

export type LeastPrivilege = Schemas['LeastPrivilegeView'];
export type Suggestion = Schemas['SuggestionView'];
export type FilterConfig = Schemas['FilterConfigView'];
export type Replay = Schemas['ReplayView'];

/** Which calls to look at; without days, as many as the gateway takes by itself. */
export interface CallsAsked {
  readonly accountId: string;
  readonly serverId: string;
  readonly days?: number | undefined;
}

const pathOf = ({ accountId, serverId }: CallsAsked) => ({ account_id: accountId, mcp_id: serverId });

/** What a server's calls needed, against what it may do. */
export const leastPrivilegeQuery = (asked: CallsAsked) =>
  queryOptions({
    queryKey: ['least-privilege', 'report', asked],
    queryFn: () =>
      answer(
        api.GET('/integrated-account/{account_id}/mcp/{mcp_id}/least-privilege', {
          params: { path: pathOf(asked), query: asked.days === undefined ? {} : { days: asked.days } },
        }),
      ),
  });

/** Which of the calls a config would have refused. */
export const replayQuery = (asked: CallsAsked, config: FilterConfig) =>
  queryOptions({
    queryKey: ['least-privilege', 'replay', asked, config],
    queryFn: () =>
      answer(
        api.POST('/integrated-account/{account_id}/mcp/{mcp_id}/least-privilege/replay', {
          params: { path: pathOf(asked) },
          body: { config, ...(asked.days !== undefined && { days: asked.days }) },
        }),
      ),
  });

/** The part of a config that says which tools there are. */
export const filterOf = ({ toolsets, methods, tags, tools }: FilterConfig): FilterConfig => ({
  toolsets,
  methods,
  tags,
  tools,
});

const sorted = (names: readonly string[]) => [...names].sort();

/** Whether two filters say the same, in whatever order. */
export const isSameFilter = (left: FilterConfig, right: FilterConfig): boolean =>
  [left, right]
    .map(({ toolsets, methods, tags, tools }) =>
      JSON.stringify([toolsets, methods, tags, tools.include, tools.exclude].map((names) => sorted(names))),
    )
    .every((text, _, [first]) => text === first);
