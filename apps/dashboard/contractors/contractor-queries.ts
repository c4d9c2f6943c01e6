import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { BY_CURSOR, pageQuery } from '../api/all-pages.ts';
import { answer, api, type Schemas } from '../api/client.ts';
import type { ApiToken } from '../people/people-queries.ts';
import type { AccountServer } from '../servers/server-queries.ts';

export type EndedAccess = Schemas['EndedAccessView'];
export type AccessReport = Schemas['AccessReportView'];
export type Actor = Schemas['ActorView'];

/** Access that ends by itself: an MCP server, or an API token. */
export type EndingAccess =
  | ({ readonly kind: 'mcp_server'; readonly expiresAt: string } & AccountServer)
  | { readonly kind: 'api_token'; readonly expiresAt: string; readonly token: ApiToken };

/** Whether a server's URL has ended; it can be extended until the gateway removes it. */
export const isOver = ({ server }: AccountServer, now: Date): boolean =>
  server.state === 'expired' || (server.expires_at !== null && new Date(server.expires_at) <= now);

/** What has an end to come, soonest first. */
export function endingAccess(
  servers: readonly AccountServer[],
  tokens: readonly ApiToken[],
  now: Date,
): readonly EndingAccess[] {
  const ofServers = servers.flatMap((row): EndingAccess[] =>
    row.server.expires_at === null || isOver(row, now)
      ? []
      : [{ kind: 'mcp_server', expiresAt: row.server.expires_at, ...row }],
  );
  const ofTokens = tokens.flatMap((token): EndingAccess[] =>
    token.expires_at === null || new Date(token.expires_at) <= now
      ? []
      : [{ kind: 'api_token', expiresAt: token.expires_at, token }],
  );
  return [...ofServers, ...ofTokens].sort((left, right) => left.expiresAt.localeCompare(right.expiresAt));
}

const ENDED_ROWS = 25;

/** What has ended, the last one first, page by page. */
export const endedPagesQuery = infiniteQueryOptions({
  // It changes with the servers: what makes their list stale makes this one stale too.
  queryKey: ['servers', 'ended'],
  queryFn: ({ pageParam }) =>
    answer(api.GET('/ended-access', { params: { query: { ...pageQuery(pageParam), limit: ENDED_ROWS } } })),
  ...BY_CURSOR,
});

export const reportQuery = (serverId: string) =>
  queryOptions({
    queryKey: ['servers', 'report', serverId],
    queryFn: () => answer(api.GET('/access-report/{mcp_id}', { params: { path: { mcp_id: serverId } } })),
  });

/** Where the gateway gives the report as a file; the browser sends the session's cookie along. */
export const reportFileAddress = (serverId: string): string => `/access-report/${encodeURIComponent(serverId)}/csv`;
