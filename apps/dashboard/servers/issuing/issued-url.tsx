import { Button, Group, Stack } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { CopyNow } from '../../dialogs/secret-dialog.tsx';
import { PageHeader } from '../../frame/page-header.tsx';
import { Section } from '../../frame/section.tsx';
import { ClientTabs } from '../../guides/client-tabs.tsx';
import { CopyTextButton } from '../../records/copy-text.tsx';
import type { CreatedServer, ServerConfig } from '../server-queries.ts';

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
          <CopyNow label="URL" value={url} note={secrecyOf(config)} />
          <Group>
            <CopyTextButton value={url}>Copy the URL</CopyTextButton>
            <Button component={Link} to={`/servers/${integrated_account_id}/${id}`} variant="default">
              Done, show the server
            </Button>
          </Group>
        </Section>
        <Section title="Use it in">
          <ClientTabs name={name} url={url} auth={config.auth} provider={config.oauth?.provider ?? null} />
        </Section>
      </Stack>
    </>
  );
}

const SHOWN_ONCE = 'The gateway keeps a digest only and cannot show this URL again. If it is lost, rotate the server.';
/** Whether a URL can be seen again. */
export const secrecyOf = ({ auth }: Pick<ServerConfig, 'auth'>) => (auth === 'oauth' ? NO_SECRET : SHOWN_ONCE);

const NO_SECRET = 'It is no secret: whoever uses it signs in. You find it again on the page of the server.';
