import { Anchor, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { amount } from '../../records/amounts.ts';
import { useMay } from '../../session/session-query.ts';
import type { Server } from '../server-queries.ts';
import { leastPrivilegeQuery } from './least-privilege-queries.ts';
import { daysWord, toolCount } from './privilege-words.ts';

/** One line that says how much more a server may do than it needs, and leads to where that is changed. */
export function PrivilegeHint({ server: { id, integrated_account_id: accountId } }: { server: Server }) {
  const may = useMay('mcp_servers:write');
  const { data, isPending } = useQuery(leastPrivilegeQuery({ accountId, serverId: id }));
  if (isPending) return <Skeleton h={22} />;
  if (data === undefined) return null;
  const { allowed, needed_count, days, suggestions } = data;
  const canNarrow = suggestions.by_name !== null;
  return (
    <Text>
      May use {toolCount(allowed.count)}, used {needed_count === 0 ? 'none' : amount(needed_count)} in {daysWord(days)}:{' '}
      <Anchor component={Link} underline="always" to={`/servers/${accountId}/${id}/least-privilege`}>
        {may && canNarrow ? 'Narrow it' : 'Compare'}
      </Anchor>
    </Text>
  );
}
