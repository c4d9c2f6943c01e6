import { Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { PageHeader } from '../frame/page-header.tsx';
import { Section } from '../frame/section.tsx';
import { Facts } from '../records/facts.tsx';
import { Moment } from '../records/moment.tsx';
import { IssueButton } from '../servers/issue-button.tsx';
import { serversQuery } from '../servers/server-queries.ts';
import { ServersTable } from '../servers/servers-table.tsx';
import { useMay } from '../session/session-query.ts';
import { EmptyState } from '../states/empty-state.tsx';
import { QueryView } from '../states/query-view.tsx';
import { AccountActions } from './account-actions.tsx';
import { type Account, accountQuery } from './account-queries.ts';
import { AccountState, StateReason } from './account-state.tsx';
import { CatalogueSection } from './catalogue-section.tsx';
import { LookerSignInSection } from './looker-sign-in-section.tsx';

/** One Looker instance. */
export function AccountPage() {
  const { accountId } = useParams({ from: '/signed-in/accounts/$accountId' });
  const query = useQuery(accountQuery(accountId));
  return <QueryView query={query}>{(account) => <AccountView account={account} />}</QueryView>;
}

function AccountView({ account }: { account: Account }) {
  const may = useMay('accounts:write');
  const { name, looker, state, created_at } = account;
  return (
    <>
      <PageHeader
        title={name}
        back={{ to: '/accounts', label: 'Integrated accounts' }}
        badge={<AccountState state={state} />}
        actions={may && <AccountActions account={account} />}
      />
      <Stack>
        <StateReason account={account} />
        <Section title="Instance">
          <Facts
            facts={[
              ['Address', looker.base_url],
              ['Release', looker.release ?? 'unknown'],
              ['Acts as', looker.user_name === null ? 'unknown' : `${looker.user_name} (user ${looker.user_id})`],
              ['Connected', <Moment key="connected" at={created_at} form="absolute" />],
              ['ID for the API', <code key="id">{account.id}</code>],
            ]}
          />
        </Section>
        <LookerSignInSection account={account} />
        <CatalogueSection catalogue={looker.catalogue} />
        <ServersSection account={account} />
      </Stack>
    </>
  );
}

function ServersSection({ account }: { account: Account }) {
  const servers = useQuery(serversQuery(account.id));
  return (
    <Section
      title="MCP servers of this account"
      actions={<IssueButton to={`/servers/new?account=${account.id}`} variant="light" />}
    >
      <QueryView
        query={servers}
        rows={2}
        empty={
          <EmptyState title="No URL leads to this Looker yet">
            Each person, agent or contractor gets an own one, with only the tools that they need.
          </EmptyState>
        }
      >
        {(rows) => <ServersTable rows={rows.map((server) => ({ server, account }))} isBare />}
      </QueryView>
    </Section>
  );
}
