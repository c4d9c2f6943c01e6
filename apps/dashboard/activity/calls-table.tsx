import { Anchor, Badge, Modal, Stack, Text, Tooltip } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { apiTokensQuery, membersQuery } from '../people/people-queries.ts';
import { amount } from '../records/amounts.ts';
import { CopyBlock } from '../records/copy-text.tsx';
import { Facts } from '../records/facts.tsx';
import { Moment } from '../records/moment.tsx';
import { type Column, RecordTable } from '../records/record-table.tsx';
import { durationWords, preciseTimeText } from '../records/time-words.ts';
import { BreakableName } from '../records/tool-name.tsx';
import { CALL_STATUSES, type Call } from './call-queries.ts';

const tookWords = (ms: number | null) => (ms === null ? '–' : durationWords(ms));
const known = (number: number | null) => (number === null ? '–' : amount(Math.round(number)));

function CallStatus({ status }: { status: Call['status'] }) {
  const { label, color, text } = CALL_STATUSES[status];
  return (
    <Tooltip label={text}>
      <Badge color={color}>{label}</Badge>
    </Tooltip>
  );
}

const clientOf = ({ client_name, client_version }: Call) =>
  client_name === null ? 'unknown' : `${client_name} ${client_version ?? ''}`.trim();

const columns = (open: (call: Call) => void): readonly Column<Call>[] => [
  {
    title: 'Tool',
    cell: (call) => (
      <Anchor
        component="button"
        type="button"
        onClick={() => open(call)}
        ff="monospace"
        size="sm"
        ta="left"
        className="long-text"
      >
        <BreakableName name={call.tool_name} />
      </Anchor>
    ),
  },
  { title: 'When', cell: ({ at }) => <Moment at={at} /> },
  { title: 'Result', cell: ({ status }) => <CallStatus status={status} /> },
  { title: 'Rows', cell: ({ rows }) => known(rows), align: 'right' },
  { title: 'Took', cell: ({ duration_ms }) => tookWords(duration_ms), align: 'right' },
  { title: 'Client', cell: clientOf },
];

interface CallsTableProps {
  readonly calls: readonly Call[];
  /** Names of servers by id, where the calls are of several. */
  readonly serverNames?: ReadonlyMap<string, string>;
  readonly isBare?: boolean;
}

/** Tool calls; each opens to everything that the log holds of it. */
export function CallsTable({ calls, serverNames, isBare = false }: CallsTableProps) {
  const [opened, setOpened] = useState<Call | null>(null);
  const plain = columns(setOpened);
  const server: Column<Call> = {
    title: 'MCP server',
    cell: ({ mcp_server_id, integrated_account_id }) => {
      const name = serverNames?.get(mcp_server_id);
      return name === undefined ? (
        <Anchor component={Link} to={`/contractors/${mcp_server_id}`} c="dimmed" inherit>
          revoked
        </Anchor>
      ) : (
        <Anchor component={Link} to={`/servers/${integrated_account_id}/${mcp_server_id}`} inherit>
          {name}
        </Anchor>
      );
    },
  };
  return (
    <>
      <RecordTable
        label="Tool calls"
        columns={serverNames === undefined ? plain : [...plain.slice(0, 2), server, ...plain.slice(2)]}
        rows={calls}
        rowKey={({ id }) => id}
        isBare={isBare}
      />
      <Modal title="Tool call" opened={opened !== null} onClose={() => setOpened(null)} size="xl">
        {opened !== null && <CallDetails call={opened} />}
      </Modal>
    </>
  );
}

function CallDetails({ call }: { call: Call }) {
  return (
    <Stack>
      <Facts
        facts={[
          ['Tool', <code key="tool">{call.tool_name}</code>],
          ['Came in', preciseTimeText(new Date(call.at))],
          ['Result', <CallStatus key="status" status={call.status} />],
          ['Effect', call.effect ?? 'unknown'],
          ['Took', `${tookWords(call.duration_ms)}, of it ${tookWords(call.looker_duration_ms)} in Looker`],
          ['Looker answered', call.looker_status ?? 'nothing was sent'],
          ...(call.looker_record_id === null ? [] : [['ID in Looker', call.looker_record_id] as const]),
          ['Answer', `${known(call.rows)} rows, ${known(call.bytes)} bytes`],
          ['Client', clientOf(call)],
          ['Protocol', call.protocol_version ?? 'none'],
          ['Called by', <CallMaker key="maker" call={call} />],
          ['Request', <code key="request">{call.request_id}</code>],
          ['Digest of the arguments', <code key="digest">{call.arguments_digest}</code>],
        ]}
      />
      {call.arguments === null ? (
        <Text size="sm" c="dimmed">
          The arguments themselves ({amount(call.arguments_bytes)} bytes) were not kept: the server has “Keep arguments”
          off.
        </Text>
      ) : (
        <CopyBlock label="Arguments" text={JSON.stringify(call.arguments, null, 2)} />
      )}
    </Stack>
  );
}

/** Who made a call: somebody who signed in, a member in the dashboard, an API token, or nobody that the gateway knows. */
function CallMaker({ call: { person, member_id, api_token_id } }: { call: Call }) {
  const members = useQuery({ ...membersQuery, enabled: member_id !== null });
  const tokens = useQuery({ ...apiTokensQuery, enabled: api_token_id !== null });
  if (person !== null) return `${person}, by sign-in`;
  if (member_id !== null) {
    if (members.isPending) return '…';
    const member = members.data?.find(({ id }) => id === member_id);
    return `${member?.email ?? 'a member who is gone'}, trying it in the dashboard`;
  }
  if (api_token_id === null) return 'whoever holds the URL';
  return `the API token ${tokens.data?.find(({ id }) => id === api_token_id)?.name ?? api_token_id}`;
}
