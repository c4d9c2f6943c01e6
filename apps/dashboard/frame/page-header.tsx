import { Anchor, Group, Stack, Text, Title } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { ChevronLeftIcon } from '@radix-ui/react-icons';
import { Link, type LinkProps } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface PageHeaderProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly back?: { readonly to: LinkProps['to']; readonly label: string };
  readonly badge?: ReactNode;
  /** Buttons, the most important first. */
  readonly actions?: ReactNode;
}

export function PageHeader({ title, lead, back, badge, actions }: PageHeaderProps) {
  useDocumentTitle(`${title} · looker-mcp-gateway`);
  return (
    <Stack gap={4} mb="lg">
      {back !== undefined && (
        <Anchor component={Link} to={back.to ?? '/'} size="sm" w="fit-content">
          <Group gap={2}>
            <ChevronLeftIcon aria-hidden /> {back.label}
          </Group>
        </Anchor>
      )}
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={4} flex="1 1 18rem">
          <Group gap="sm">
            <Title order={1} size="h2" className="long-text">
              {title}
            </Title>
            {badge}
          </Group>
          {lead !== undefined && (
            <Text c="dimmed" maw={720} className="long-text">
              {lead}
            </Text>
          )}
        </Stack>
        <Group gap="xs">{actions}</Group>
      </Group>
    </Stack>
  );
}
