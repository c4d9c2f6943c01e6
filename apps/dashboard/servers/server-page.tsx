import { Alert, Anchor, SimpleGrid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { accountQuery } from '../accounts/account-queries.ts';
import { callsQuery } from '../activity/call-queries.ts';
import { CallsTable } from '../activity/calls-table.tsx';
import { expiryState } from '../expiry/expiry.ts';
import { ExpiryBadge } from '../expiry/expiry-badge.tsx';
import { PageHeader } from '../frame/page-header.tsx';
import { Section } from '../frame/section.tsx';
import { ClientTabs } from '../guides/client-tabs.tsx';
import { guideTarget } from '../guides/guide-target.ts';
import { CopyLine } from '../records/copy-text.tsx';
import { Facts } from '../records/facts.tsx';
import { Fingerprint } from '../records/fingerprint.tsx';
import { Moment, useNow } from '../records/moment.tsx';
import { Sentences } from '../records/sentences.tsx';
import { useMay } from '../session/session-query.ts';
import { LookerAdvice } from '../sign-ins/looker-advice.tsx';
import { SignInWarnings } from '../sign-ins/sign-in-warnings.tsx';
import { EmptyState } from '../states/empty-state.tsx';
import { QueryView } from '../states/query-view.tsx';
import { permissionSentences } from './filter-words.ts';
import { PrivilegeHint } from './least-privilege/privilege-hint.tsx';
import { ServerActions } from './server-actions.tsx';
import { choiceOf, type Server, serverQuery } from './server-queries.ts';
import { seenWords } from './tools/shown-tools.tsx';
import { ToolPreview } from './tools/tool-preview.tsx';
import { ServerUsage } from './usage/server-usage.tsx';

const RECENT_CALLS = 10;

/** One MCP server: what it may do, and what was done with it. */
export function ServerPage() {
  const { accountId, serverId } = useParams({ from: '/signed-in/servers/$accountId/$serverId' });
  const query = useQuery(serverQuery(accountId, serverId));
  return <QueryView query={query}>{(server) => <ServerView server={server} />}</QueryView>;
}

function ServerView({ server }: { server: Server }) {
  const may = useMay('mcp_servers:write');
  const { config, expires_at } = server;
  // The gateway's clock or the reader's, whichever is ahead: an ended URL is never shown as one that works.
  const isOver = expiryState(expires_at, useNow(expires_at)) === 'over' || server.state === 'expired';
  return (
    <>
      <PageHeader
        title={server.name}
        back={{ to: '/servers', label: 'MCP servers' }}
        actions={may && <ServerActions server={server} />}
      />
      <Stack>
        {isOver && (
          <Alert color="red" title="This URL has expired">
            It opens nothing any more, and the next hourly clean-up deletes it. Until then{' '}
            {may ? '“Change expiry” brings it back.' : 'an admin or owner of your organization can bring it back.'}
          </Alert>
        )}
        <SignInWarnings warnings={server.warnings} />
        {config.auth === 'oauth' && config.oauth.provider === 'looker' && <LookerAdvice />}
        <SimpleGrid cols={{ base: 1, lg: 2 }} spacing="md">
          <Stack>
            {server.url !== null && (
              <Section title="MCP URL">
                <CopyLine label="URL" value={server.url} />
              </Section>
            )}
            <Section title="What it may do">
              <Sentences sentences={permissionSentences(config)} />
              <PrivilegeHint server={server} />
            </Section>
            <ServerFacts server={server} />
          </Stack>
          <ToolPreview
            title="Its tools"
            accountId={server.integrated_account_id}
            choice={choiceOf(config)}
            exposure={config.tool_exposure}
          />
        </SimpleGrid>
        {server.url !== null && !isOver && (
          <Section title="Use it in">
            <ClientTabs {...guideTarget({ ...server, url: server.url })} />
          </Section>
        )}
        <ServerUsage serverId={server.id} />
        <RecentCalls serverId={server.id} isOver={isOver} />
      </Stack>
    </>
  );
}

function ServerFacts({ server }: { server: Server }) {
  const { integrated_account_id: accountId, tools, expires_at, created_at, created_by } = server;
  const account = useQuery(accountQuery(accountId));
  return (
    <Section title="About it">
      <Facts
        facts={[
          [
            'Leads to',
            <Anchor key="account" component={Link} to={`/accounts/${accountId}`}>
              {account.data?.name ?? 'its integrated account'}
            </Anchor>,
          ],
          ...(server.url === null
            ? [['URL ends in', <Fingerprint key="fingerprint" text={server.fingerprint} />] as const]
            : []),
          ['Expires', <ExpiryBadge key="expires" expiresAt={expires_at} />],
          ['Clients see', seenWords(tools)],
          ['Issued', <Moment key="issued" at={created_at} form="absolute" />],
          [
            'Issued by',
            created_by.startsWith('member:')
              ? 'a member'
              : created_by.startsWith('api_token:')
                ? 'an API token'
                : 'the gateway',
          ],
          ['ID for the API', <code key="id">{server.id}</code>],
          [
            'What was done with it',
            <Anchor key="report" component={Link} to={`/contractors/${server.id}`}>
              Access report
            </Anchor>,
          ],
        ]}
      />
    </Section>
  );
}

function RecentCalls({ serverId, isOver }: { serverId: string; isOver: boolean }) {
  const calls = useQuery(callsQuery({ server: serverId }, RECENT_CALLS));
  const all = (
    <Anchor component={Link} to={`/activity?server=${serverId}`} size="sm">
      All of its calls
    </Anchor>
  );
  return (
    <Section title="Newest calls" actions={calls.data?.result.length ? all : undefined}>
      <QueryView query={calls} rows={3}>
        {({ result }) =>
          result.length === 0 ? (
            <EmptyState title="No calls yet">
              {isOver
                ? 'The call log holds none of this URL.'
                : 'Paste the URL into an MCP client and ask something; the call is listed here a moment later.'}
            </EmptyState>
          ) : (
            <CallsTable calls={result} isBare />
          )
        }
      </QueryView>
    </Section>
  );
}
