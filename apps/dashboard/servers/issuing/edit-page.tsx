import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { PageHeader } from '../../frame/page-header.tsx';
import { useMay } from '../../session/session-query.ts';
import { EmptyState } from '../../states/empty-state.tsx';
import { QueryView } from '../../states/query-view.tsx';
import { serverQuery } from '../server-queries.ts';
import { EditFormView } from './edit-form-view.tsx';

/** Where an issued server is changed; its URL stays. */
export function EditPage() {
  const { accountId, serverId } = useParams({ from: '/signed-in/servers/$accountId/$serverId/edit' });
  const may = useMay('mcp_servers:write');
  const query = useQuery(serverQuery(accountId, serverId));
  return (
    <QueryView query={query}>
      {(server) => (
        <>
          <PageHeader
            title={`Edit ${server.name}`}
            back={{ to: '/servers/$accountId/$serverId', label: server.name }}
            lead="Change what its URL may do. The URL itself stays as it is."
          />
          {may ? (
            <EditFormView server={server} />
          ) : (
            <EmptyState title="Admins can edit servers">Ask an admin or owner of your organization.</EmptyState>
          )}
        </>
      )}
    </QueryView>
  );
}
