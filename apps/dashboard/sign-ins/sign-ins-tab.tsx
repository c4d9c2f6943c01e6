import { Anchor, Button, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { answer, api } from '../api/client.ts';
import { TypedNameDialog } from '../dialogs/typed-name-dialog.tsx';
import { Moment } from '../records/moment.tsx';
import { actionsColumn, type Column, RecordTable } from '../records/record-table.tsx';
import { allServersQuery } from '../servers/server-queries.ts';
import { useMay, useSession } from '../session/session-query.ts';
import { EmptyState } from '../states/empty-state.tsx';
import { QueryView } from '../states/query-view.tsx';
import { ownSignInsQuery, type SignIn, signInsQuery } from './sign-in-queries.ts';

const scopeWords = (scopes: readonly string[]) => (scopes.includes('looker:write') ? 'Read and change' : 'Read only');

/** Who is connected with what, since when, and when it was last used. */
export function SignInsTab() {
  const signIns = useQuery(signInsQuery);
  const may = useMay('mcp_servers:write');
  const own = useSession()?.member.id;
  const [leaving, setLeaving] = useState<SignIn | null>(null);
  return (
    <>
      <QueryView
        query={signIns}
        empty={
          <EmptyState title="Nobody has signed in at an MCP server yet">
            Of a server whose callers sign in, everybody who let a client in is listed here.
          </EmptyState>
        }
      >
        {(rows) => (
          <RecordTable
            label="Sign-ins"
            columns={[...COLUMNS, endColumn(setLeaving, ({ member_id }) => may || member_id === own)]}
            rows={rows}
            rowKey={({ id }) => id}
          />
        )}
      </QueryView>
      <EndDialog signIn={leaving} onClose={() => setLeaving(null)} />
    </>
  );
}

const SIGN_IN_WORDS: Readonly<Record<SignIn['sign_in'], string>> = {
  looker: 'signed in at Looker',
  member: 'signed in as a member',
  openid_provider: 'signed in at your OpenID provider',
};

const COLUMNS: readonly Column<SignIn>[] = [
  {
    title: 'Person',
    cell: ({ person, sign_in }) => (
      <Stack gap={0}>
        <b className="long-text">{person}</b>
        <Text size="sm" c="dimmed">
          {SIGN_IN_WORDS[sign_in]}
        </Text>
      </Stack>
    ),
  },
  {
    title: 'Client',
    cell: ({ client_name, client_host }) => (
      <Stack gap={0}>
        <span className="long-text">{client_name}</span>
        <Text size="sm" c="dimmed" className="long-text">
          {client_host}
        </Text>
      </Stack>
    ),
  },
  { title: 'MCP server', cell: ({ mcp_server_id: id }) => <ServerLink id={id} /> },
  { title: 'May', cell: ({ scopes }) => scopeWords(scopes) },
  { title: 'Since', cell: ({ created_at }) => <Moment at={created_at} /> },
  {
    title: 'Last used',
    cell: ({ last_used_at }) => (last_used_at === null ? 'Not yet' : <Moment at={last_used_at} />),
  },
];

function ServerLink({ id }: { id: string }) {
  const servers = useQuery(allServersQuery);
  const found = servers.data?.find(({ server }) => server.id === id);
  if (found === undefined) return <Text c="dimmed">One server</Text>;
  return (
    <Anchor component={Link} to={`/servers/${found.account.id}/${id}`} inherit className="long-text">
      {found.server.name}
    </Anchor>
  );
}

const endColumn = (end: (signIn: SignIn) => void, mayEnd: (signIn: SignIn) => boolean = () => true) =>
  actionsColumn<SignIn>((signIn) =>
    mayEnd(signIn) ? (
      <Button
        size="xs"
        variant="subtle"
        color="red"
        aria-label={`End the sign-in of ${signIn.person} with ${signIn.client_name}`}
        onClick={() => end(signIn)}
      >
        End
      </Button>
    ) : null,
  );

/** What the member who is signed in let in, in this organization. */
export function OwnSignIns({ memberId }: { memberId: string }) {
  const signIns = useQuery(ownSignInsQuery(memberId));
  const [leaving, setLeaving] = useState<SignIn | null>(null);
  return (
    <>
      <QueryView
        query={signIns}
        rows={2}
        empty={
          <Text size="sm" c="dimmed">
            You let no program in at an MCP server as a member.
          </Text>
        }
      >
        {(rows) => (
          <RecordTable
            label="Programs that are let in as you"
            columns={[...COLUMNS.slice(1), endColumn(setLeaving)]}
            rows={rows}
            rowKey={({ id }) => id}
          />
        )}
      </QueryView>
      <EndDialog signIn={leaving} onClose={() => setLeaving(null)} />
    </>
  );
}

function EndDialog({ signIn, onClose }: { signIn: SignIn | null; onClose: () => void }) {
  const end = useMutation({
    mutationFn: async () => {
      if (signIn !== null) await answer(api.DELETE('/oauth-grant/{id}', { params: { path: { id: signIn.id } } }));
    },
    meta: { changes: ['sign-ins'] },
    onSuccess: onClose,
  });
  return (
    <TypedNameDialog
      title="End a sign-in"
      name={signIn?.person ?? ''}
      consequences={[
        `${signIn?.client_name ?? 'The client'} is out from its next request on, and calls under way end.`,
        'The person can sign in again and let it in anew, where the server still lets them.',
      ]}
      button="End the sign-in"
      mutation={end}
      opened={signIn !== null}
      onClose={onClose}
    />
  );
}
