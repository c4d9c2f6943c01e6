import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { PageHeader } from '../frame/page-header.tsx';
import { useMay } from '../session/session-query.ts';
import { EmptyState } from '../states/empty-state.tsx';
import { QueryView } from '../states/query-view.tsx';
import { type Server, serverQuery } from './server-queries.ts';

interface ServerTaskProps {
  readonly accountId: string;
  readonly serverId: string;
  /** What is done, before the name of the server. */
  readonly verb: string;
  readonly lead: string;
  /** What those who may not do it read. */
  readonly onlyAdmins: string;
  readonly children: (server: Server) => ReactNode;
}

/** A page on which admins do something with one server. */
export function ServerTask({ accountId, serverId, verb, lead, onlyAdmins, children }: ServerTaskProps) {
  const may = useMay('mcp_servers:write');
  const query = useQuery(serverQuery(accountId, serverId));
  return (
    <QueryView query={query}>
      {(server) => (
        <>
          <PageHeader
            title={`${verb} ${server.name}`}
            back={{ to: '/servers/$accountId/$serverId', label: server.name }}
            lead={lead}
          />
          {may ? (
            children(server)
          ) : (
            <EmptyState title={onlyAdmins}>Ask an admin or owner of your organization.</EmptyState>
          )}
        </>
      )}
    </QueryView>
  );
}
