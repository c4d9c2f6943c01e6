import { queryOptions } from '@tanstack/react-query';
import { type Account, accountsQuery } from '../accounts/account-queries.ts';
import { allPages, pageQuery } from '../api/all-pages.ts';
import { answer, api, ifMatch, type Schemas } from '../api/client.ts';

export type Server = Schemas['McpServerWithToolsView'];
export type ServerConfig = Schemas['McpServerConfigView'];
export type CreatedServer = Schemas['CreatedMcpServerView'];

/** A server together with the account that it leads to. */
export interface AccountServer {
  readonly server: Server;
  readonly account: Account;
}

export const serverPath = ({ id, integrated_account_id }: Pick<Server, 'id' | 'integrated_account_id'>) => ({
  account_id: integrated_account_id,
  mcp_id: id,
});

/** A change that is meant for the server as it is shown. */
export const changeServer = (server: Server, body: Schemas['ChangeMcpServerDto']) =>
  answer(
    api.PATCH('/integrated-account/{account_id}/mcp/{mcp_id}', {
      params: { path: serverPath(server), header: ifMatch(server) },
      body,
    }),
  );

/** A new URL in the place of the one of the server as it is shown. */
export const rotateServer = (server: Server, graceSeconds: number) =>
  answer(
    api.POST('/integrated-account/{account_id}/mcp/{mcp_id}/rotate', {
      params: { path: serverPath(server), header: ifMatch(server) },
      body: { grace_seconds: graceSeconds },
    }),
  );

const listServers = (accountId: string) =>
  allPages<Server>((cursor) =>
    answer(
      api.GET('/integrated-account/{account_id}/mcp', {
        params: { path: { account_id: accountId }, query: pageQuery(cursor) },
      }),
    ),
  );

/** The servers of one account. */
export const serversQuery = (accountId: string) =>
  queryOptions({ queryKey: ['servers', 'of', accountId], queryFn: () => listServers(accountId) });

/** The servers of all accounts, newest first. */
export const allServersQuery = queryOptions({
  queryKey: ['servers', 'all'],
  queryFn: async ({ client }): Promise<AccountServer[]> => {
    const accounts = await client.fetchQuery(accountsQuery);
    const lists = await Promise.all(
      accounts.map(async (account) => (await listServers(account.id)).map((server) => ({ server, account }))),
    );
    return lists.flat().sort((left, right) => right.server.created_at.localeCompare(left.server.created_at));
  },
});

export const serverQuery = (accountId: string, id: string) =>
  queryOptions({
    queryKey: ['servers', 'one', id],
    queryFn: () =>
      answer(
        api.GET('/integrated-account/{account_id}/mcp/{mcp_id}', {
          params: { path: { account_id: accountId, mcp_id: id } },
        }),
      ),
  });

/** The part of a config that says which tools there are, as the list of tools is asked for it. */
export type ToolChoice = Pick<ServerConfig, 'methods' | 'tags'> & ServerConfig['tools'];

export const NO_CHOICE: ToolChoice = { methods: [], tags: [], include: [], exclude: [] };

/** Only lists that hold something are sent: an empty one admits everything. */
const chosen = (choice: ToolChoice) =>
  Object.fromEntries(
    Object.entries(choice)
      .filter(([, names]) => names.length > 0)
      .map(([key, names]) => [key, names.join(',')]),
  );

/** The tools that a choice gives on the instance of an account. */
export const toolsQuery = (accountId: string, choice: ToolChoice) =>
  queryOptions({
    queryKey: ['tools', accountId, choice],
    queryFn: () =>
      answer(api.GET('/integrated-account/{id}/tools', { params: { path: { id: accountId }, query: chosen(choice) } })),
    staleTime: 300_000,
  });

export const choiceOf = ({ methods, tags, tools }: ServerConfig): ToolChoice => ({ methods, tags, ...tools });
