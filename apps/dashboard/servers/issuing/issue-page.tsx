import { useQuery } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { type Account, accountsQuery } from '../../accounts/account-queries.ts';
import { ConnectFirst } from '../../accounts/connect-first.tsx';
import { PageHeader } from '../../frame/page-header.tsx';
import { useMay } from '../../session/session-query.ts';
import { EmptyState } from '../../states/empty-state.tsx';
import { QueryView } from '../../states/query-view.tsx';
import { type CreatedServer, type Server, serverQuery } from '../server-queries.ts';
import { initialValues } from './issue-form.ts';
import { IssueFormView } from './issue-form-view.tsx';
import { IssuedUrl } from './issued-url.tsx';

/** Where a URL is issued, from nothing or with the settings of another one. */
export function IssuePage() {
  const { account, copyOf } = useSearch({ from: '/signed-in/servers/new' });
  const accounts = useQuery(accountsQuery);
  const original = useQuery({ ...serverQuery(account ?? '', copyOf ?? ''), enabled: copyOf !== undefined });
  const [issued, setIssued] = useState<CreatedServer | null>(null);
  const may = useMay('mcp_servers:write');
  if (issued !== null) return <IssuedUrl server={issued} />;
  return (
    <>
      <PageHeader
        title={copyOf === undefined ? 'Issue a URL' : 'Issue a URL like this one'}
        back={{ to: '/servers', label: 'MCP servers' }}
        lead="Choose what it may do and until when. The URL is shown once, right after."
      />
      {may ? (
        <QueryView query={accounts}>
          {(rows) =>
            copyOf === undefined ? (
              <Beginning accounts={rows} accountId={account} onIssued={setIssued} />
            ) : (
              <QueryView query={original}>
                {(server) => <Beginning accounts={rows} accountId={account} original={server} onIssued={setIssued} />}
              </QueryView>
            )
          }
        </QueryView>
      ) : (
        <EmptyState title="Issuing URLs is for admins">
          Ask an admin or an owner of your organization for one.
        </EmptyState>
      )}
    </>
  );
}

interface BeginningProps {
  readonly accounts: readonly Account[];
  readonly accountId: string | undefined;
  readonly original?: Server;
  readonly onIssued: (server: CreatedServer) => void;
}

function Beginning({ accounts, accountId, original, onIssued }: BeginningProps) {
  const account = accounts.find(({ id }) => id === accountId) ?? accounts[0];
  if (account === undefined) return <ConnectFirst />;
  return <IssueFormView accounts={accounts} values={initialValues(account.id, original)} onIssued={onIssued} />;
}
