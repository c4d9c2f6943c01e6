import { Button, Group, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { CopyNow } from '../../dialogs/secret-dialog.tsx';
import { PageHeader } from '../../frame/page-header.tsx';
import { Section } from '../../frame/section.tsx';
import { ClientTabs } from '../../guides/client-tabs.tsx';
import { guideTarget } from '../../guides/guide-target.ts';
import { CopyLine, CopyTextButton } from '../../records/copy-text.tsx';
import { SignInWarnings } from '../../sign-ins/sign-in-warnings.tsx';
import type { CreatedServer, ServerConfig } from '../server-queries.ts';

/** The URL, which is shown this once where it is a secret, and how each client takes it. */
export function IssuedUrl({ server }: { server: CreatedServer }) {
  const { name, url, config, warnings, integrated_account_id, id } = server;
  // It takes the place of a long form, whose button is far down.
  useEffect(() => {
    window.scrollTo(0, 0);
  }, []);
  return (
    <>
      <PageHeader title={`The URL of ${name}`} back={{ to: '/servers', label: 'MCP servers' }} />
      <Stack maw={860}>
        <SignInWarnings warnings={warnings} />
        <Section title="MCP URL">
          <UrlToCopy url={url} config={config} />
          <Group>
            <CopyTextButton value={url}>Copy the URL</CopyTextButton>
            <Button component={Link} to={`/servers/${integrated_account_id}/${id}`} variant="default">
              Done, show the server
            </Button>
          </Group>
        </Section>
        <Section title="Use it in">
          <ClientTabs {...guideTarget(server)} />
        </Section>
      </Stack>
    </>
  );
}

const SHOWN_ONCE = 'The gateway keeps a digest only and cannot show this URL again. If it is lost, rotate the server.';
const NO_SECRET = 'It is no secret: whoever uses it signs in. You find it again on the page of the server.';

/** A URL to copy: now, or whenever somebody needs it. */
export function UrlToCopy({ url, config }: { url: string; config: Pick<ServerConfig, 'auth'> }) {
  if (config.auth !== 'oauth') return <CopyNow label="URL" value={url} note={SHOWN_ONCE} />;
  return (
    <>
      <Text size="sm">{NO_SECRET}</Text>
      <CopyLine label="URL" value={url} />
    </>
  );
}
