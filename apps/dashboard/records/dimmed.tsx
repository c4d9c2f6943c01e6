import { Text } from '@mantine/core';
import type { ReactNode } from 'react';

/** What a record has not, or what is beside the point, in a line of text. */
export function Dimmed({ children }: { children: ReactNode }) {
  return (
    <Text span c="dimmed" inherit>
      {children}
    </Text>
  );
}
