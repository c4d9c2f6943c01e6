import { Center, Group, Image, Paper, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { ColorSchemeSwitch } from '../frame/color-scheme-switch.tsx';

/** The frame of what is seen before signing in. */
export function EntranceCard({ title, lead, children }: { title: string; lead?: ReactNode; children: ReactNode }) {
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack w="100%" maw={420} gap="lg">
        <Group justify="space-between">
          <Group gap="sm">
            <Image src="/app/mark.svg" alt="" w={32} h={32} />
            <Text fw={650}>looker-mcp-gateway</Text>
          </Group>
          <ColorSchemeSwitch />
        </Group>
        <Paper className="surface" withBorder p="xl" shadow="xs">
          <Stack>
            <div>
              <Title order={1} size="h2">
                {title}
              </Title>
              {lead !== undefined && (
                <Text c="dimmed" mt={4} className="long-text">
                  {lead}
                </Text>
              )}
            </div>
            {children}
          </Stack>
        </Paper>
      </Stack>
    </Center>
  );
}
