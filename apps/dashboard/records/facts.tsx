import { SimpleGrid, Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** What is known of one record: a name and a value each. */
export function Facts({ facts }: { facts: readonly (readonly [name: string, value: ReactNode])[] }) {
  return (
    <SimpleGrid component="dl" className="facts" m={0} cols={{ base: 1, xs: 2, lg: 3 }} spacing="lg">
      {facts.map(([name, value]) => (
        <div key={name}>
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <Text component="dd" m={0} className="long-text">
            {value}
          </Text>
        </div>
      ))}
    </SimpleGrid>
  );
}
