import { Anchor, Button, Group, Stack, Tabs, Text } from '@mantine/core';
import { ExternalLinkIcon } from '@radix-ui/react-icons';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { CopyNow } from '../../dialogs/secret-dialog.tsx';
import { PageHeader } from '../../frame/page-header.tsx';
import { Section } from '../../frame/section.tsx';
import { CopyBlock, CopyTextButton } from '../../records/copy-text.tsx';
import type { CreatedServer } from '../server-queries.ts';
import { clientInstructions } from './client-instructions.ts';

/** The URL, this once, and how each client takes it. */
export function IssuedUrl({ server }: { server: CreatedServer }) {
  const { name, url, config, integrated_account_id, id } = server;
  // It takes the place of a long form, whose button is far down.
  useEffect(() => {
    window.scrollTo(0, 0);
  }, []);
  return (
    <>
      <PageHeader title={`The URL of ${name}`} back={{ to: '/servers', label: 'MCP servers' }} />
      <Stack maw={860}>
        <Section title="MCP URL">
          <CopyNow
            label="URL"
            value={url}
            note="The gateway keeps a digest only and cannot show this URL again. If it is lost, rotate the server."
          />
          <Group>
            <CopyTextButton value={url}>Copy the URL</CopyTextButton>
            <Button component={Link} to={`/servers/${integrated_account_id}/${id}`} variant="default">
              Done, show the server
            </Button>
          </Group>
        </Section>
        <Section title="Use it in">
          <ClientTabs name={name} url={url} needsToken={config.require_api_token_auth} />
        </Section>
      </Stack>
    </>
  );
}

/** How each client takes a URL. */
export function ClientTabs(target: { name: string; url: string; needsToken: boolean }) {
  const clients = clientInstructions(target);
  return (
    <Tabs defaultValue={clients[0]?.id ?? null}>
      <Tabs.List mb="md">
        {clients.map(({ id, title }) => (
          <Tabs.Tab key={id} value={id}>
            {title}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {clients.map(({ id, lead, block, link }) => (
        <Tabs.Panel key={id} value={id}>
          <Stack gap="sm">
            <Text size="sm">{lead}</Text>
            {target.needsToken && (
              <Text size="sm">
                This URL has a second factor: put an{' '}
                <Anchor component={Link} to="/people?tab=api-tokens" inherit underline="always">
                  API token
                </Anchor>{' '}
                in the place of YOUR_API_TOKEN. Clients that cannot send a header cannot use it.
              </Text>
            )}
            {link !== undefined && (
              <Group>
                <Button
                  component="a"
                  href={link.href}
                  target="_blank"
                  rel="noreferrer"
                  rightSection={<ExternalLinkIcon />}
                >
                  {link.label}
                </Button>
              </Group>
            )}
            {block !== undefined && <CopyBlock label={block.label} text={block.text} />}
          </Stack>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
