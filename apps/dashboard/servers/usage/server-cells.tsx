import { Group, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { amount, counted } from '../../records/amounts.ts';
import { Dimmed } from '../../records/dimmed.tsx';
import { Moment } from '../../records/moment.tsx';
import { callsOf, serversUseQuery, USE_DAYS } from './usage-queries.ts';

/** Charts are half of the code of a page; the list is there before them. */
const CallSparkline = lazy(async () => ({ default: (await import('./call-sparkline.tsx')).CallSparkline }));

export function LastCall({ serverId }: { serverId: string }) {
  const { data, isError } = useQuery(serversUseQuery);
  if (data === undefined) return isError ? <NotKnown /> : <Skeleton h={16} w={80} />;
  const use = data.get(serverId);
  return use === undefined ? <Dimmed>Not yet</Dimmed> : <Moment at={use.last_call_at} />;
}

/** The number of calls of the last days. */
export function CallCount({ serverId, days }: { serverId: string; days: number }) {
  const { data, isError } = useQuery(serversUseQuery);
  if (data === undefined) return isError ? <NotKnown /> : <Skeleton h={16} w={40} />;
  return amount(callsOf(data.get(serverId), days));
}

export function CallsPerDay({ serverId }: { serverId: string }) {
  const { data, isError } = useQuery(serversUseQuery);
  if (data === undefined) return isError ? <NotKnown /> : <Skeleton h={16} w={110} />;
  const use = data.get(serverId);
  const total = callsOf(use, USE_DAYS);
  const words = total === 0 ? 'No calls' : counted(total, 'call');
  return (
    <Group gap="xs" wrap="nowrap">
      {use !== undefined && total > 0 && (
        <div inert>
          <Suspense fallback={<Skeleton h={28} w={110} />}>
            <CallSparkline calls={use.calls} />
          </Suspense>
        </div>
      )}
      <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {words}
      </Text>
    </Group>
  );
}

const NotKnown = () => <Dimmed>Could not be read</Dimmed>;
