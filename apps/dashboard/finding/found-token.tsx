import { Badge, Button, Group, Paper, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { Schemas } from '../api/client.ts';
import { Facts } from '../records/facts.tsx';
import { Fingerprint } from '../records/fingerprint.tsx';
import { Moment } from '../records/moment.tsx';
import { useMay } from '../session/session-query.ts';

type Found = Schemas['FoundTokenView'];

const STATES: Record<Found['state'], { readonly label: string; readonly color: string }> = {
  working: { label: 'Works', color: 'teal' },
  in_grace: { label: 'Replaced, works on for its grace', color: 'orange' },
  expired: { label: 'Expired', color: 'gray' },
  replaced: { label: 'Replaced', color: 'gray' },
  revoked: { label: 'Revoked', color: 'gray' },
};

/** Whose a token is, whether it works, and where to see more of it. */
export function FoundToken({ found, onLeave }: { found: Found; onLeave: () => void }) {
  const { kind, name, account_name, fingerprint, state } = found;
  const { label, color } = STATES[state];
  const page = pageOf(found);
  const may = useMay(kind === 'mcp_server' ? 'mcp_servers:write' : 'api_tokens:write');
  return (
    <Paper withBorder p="md" role="status">
      <Stack>
        <Group justify="space-between" gap="xs">
          <div>
            <Text size="sm" c="dimmed">
              {kind === 'mcp_server' ? 'URL of the MCP server' : 'API token'}
            </Text>
            <Text fw={650} size="lg" className="long-text">
              {name}
            </Text>
          </div>
          <Badge color={color}>{label}</Badge>
        </Group>
        <Facts
          facts={[
            [kind === 'mcp_server' ? 'Leads to' : 'Limited to', account_name ?? 'All accounts'],
            ['Ends in', <Fingerprint key="fingerprint" text={fingerprint} />],
            timeFact(found),
          ]}
        />
        <Group justify="space-between" gap="xs">
          <Text size="sm" c="dimmed" flex="1 1 14rem">
            {adviceOn(found, may)}
          </Text>
          <Button component={Link} to={page.to} onClick={onLeave} variant="default">
            {page.label}
          </Button>
        </Group>
      </Stack>
    </Paper>
  );
}

function timeFact({ state, valid_until, ended_at }: Found): readonly [string, ReactNode] {
  if (state === 'working' || state === 'in_grace')
    return [
      'Works until',
      valid_until === null ? 'It is ended' : <Moment key="until" at={valid_until} form="absolute" />,
    ];
  return ['Ended', ended_at === null ? 'Not known' : <Moment key="ended" at={ended_at} form="absolute" />];
}

/** @param may whether the reader can do what is advised. */
function adviceOn({ kind, state, exists }: Found, may: boolean): string {
  if (!may && (state === 'in_grace' || state === 'working'))
    return `Did somebody get it who should not have it? Ask an admin or owner of your organization to ${kind === 'mcp_server' ? 'rotate or revoke' : 'revoke'} it.`;
  if (state === 'in_grace')
    return 'Did somebody get it who should not have it? Rotate without a grace, and it ends at once.';
  if (state === 'working')
    return kind === 'mcp_server'
      ? 'Did somebody get it who should not have it? Rotate or revoke it on its page.'
      : 'Did somebody get it who should not have it? Revoke it.';
  return exists && state === 'expired' && kind === 'mcp_server'
    ? 'It opens nothing, unless its expiry is changed.'
    : 'It opens nothing any more.';
}

function pageOf({ kind, id, integrated_account_id, exists }: Found): { readonly to: string; readonly label: string } {
  if (kind === 'api_token')
    return exists
      ? { to: '/people?tab=api-tokens', label: 'Show the API tokens' }
      : { to: '/contractors', label: 'Show ended access' };
  return exists
    ? { to: `/servers/${integrated_account_id}/${id}`, label: 'Show the server' }
    : { to: `/contractors/${id}`, label: 'Show its access report' };
}
