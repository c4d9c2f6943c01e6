import { Alert, Anchor, Button, Group, List, Stack, Tabs, Text } from '@mantine/core';
import { ExternalLinkIcon } from '@radix-ui/react-icons';
import { Link } from '@tanstack/react-router';
import { CopyBlock } from '../records/copy-text.tsx';
import { type ClientGuide, clientGuides } from './client-guides.ts';
import type { GuideTarget } from './client-snippets.ts';

/** How each client takes a URL. */
export function ClientTabs(target: GuideTarget) {
  const guides = clientGuides(target);
  return (
    <Tabs defaultValue={guides[0]?.id ?? null}>
      <Tabs.List mb="md">
        {guides.map(({ id, title }) => (
          <Tabs.Tab key={id} value={id}>
            {title}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {guides.map((guide) => (
        <Tabs.Panel key={guide.id} value={guide.id}>
          <Guide guide={guide} auth={target.auth} />
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function Guide({ guide, auth }: { guide: ClientGuide; auth: GuideTarget['auth'] }) {
  const { title, sends, steps, blocks, link, note } = guide;
  return (
    <Stack gap="sm">
      {steps.length === 0 ? (
        <Alert color="yellow" title={`${title} cannot use this URL`}>
          {auth === 'api_token'
            ? 'The URL also needs an API token in a header. Edit the server and choose “People who sign in” for it.'
            : 'People sign in to this URL, which needs a client with a browser.'}
        </Alert>
      ) : (
        <List type="ordered" size="sm" spacing={6}>
          {steps.map((step) => (
            <List.Item key={step}>{step}</List.Item>
          ))}
        </List>
      )}
      {auth === 'api_token' && steps.length > 0 && (
        <Anchor component={Link} to="/people?tab=api-tokens" size="sm" underline="always">
          API tokens of the organization
        </Anchor>
      )}
      {link !== undefined && (
        <Group>
          <Button component="a" href={link.href} target="_blank" rel="noreferrer" rightSection={<ExternalLinkIcon />}>
            {link.label}
          </Button>
        </Group>
      )}
      {blocks.map(({ label, text }) => (
        <CopyBlock key={label} label={label} text={text} />
      ))}
      <Text size="sm" c="dimmed">
        {[sends, steps.length > 0 ? note : undefined].filter((sentence) => sentence !== undefined).join(' ')}
      </Text>
    </Stack>
  );
}
