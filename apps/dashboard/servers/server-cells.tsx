import { Group, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Moment } from '../shell/moment.tsx';
import { lastCallQuery, serverDaysQuery } from './usage-queries.ts';

const SPARK_DAYS = 14;

/** Charts are half of the code of a page; the list is there before them. */
const CallSparkline = lazy(async () => ({ default: (await import('./call-sparkline.tsx')).CallSparkline }));

export function LastCall({ serverId }: { serverId: string }) {
  const { data, isSuccess } = useQuery(lastCallQuery(serverId));
  if (!isSuccess) return <Skeleton h={16} w={80} />;
  return data === null ? (
    <Text span c="dimmed" inherit>
      Not yet
    </Text>
  ) : (
    <Moment at={data.at} />
  );
}

export function CallsPerDay({ serverId }: { serverId: string }) {
  const { data } = useQuery(serverDaysQuery(serverId, SPARK_DAYS));
  if (data === undefined) return <Skeleton h={16} w={110} />;
  const total = data.reduce((sum, { calls }) => sum + calls, 0);
  const words = total === 0 ? 'No calls' : `${total.toLocaleString('en')} calls`;
  return (
    <Group gap="xs" wrap="nowrap">
      {total > 0 && (
        <div inert>
          <Suspense fallback={<Skeleton h={28} w={110} />}>
            <CallSparkline calls={data.map(({ calls }) => calls)} />
          </Suspense>
        </div>
      )}
      <Text size="sm" c="dimmed" style={{ whiteSpace: 'nowrap' }}>
        {words}
      </Text>
    </Group>
  );
}
