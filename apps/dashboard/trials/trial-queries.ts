import { queryOptions } from '@tanstack/react-query';
import { answer, api, type Schemas } from '../api/client.ts';
import { type Server, serverPath } from '../servers/server-queries.ts';

export type ServerTool = Schemas['ServerToolView'];

/** The tools of a server with their arguments, as its clients see them. */
export const serverToolsQuery = (server: Server) =>
  queryOptions({
    queryKey: ['tools', 'of server', server.id, server.updated_at],
    queryFn: async () => {
      const params = { path: serverPath(server) };
      return (await answer(api.GET('/integrated-account/{account_id}/mcp/{mcp_id}/tools', { params }))).result;
    },
    staleTime: 300_000,
  });
