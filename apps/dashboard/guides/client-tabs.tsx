import { Alert, Anchor, Button, Group, List, Stack, Tabs, Text } from '@mantine/core';
import { ExternalLinkIcon } from '@radix-ui/react-icons';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { CopyBlock } from '../records/copy-text.tsx';
import { type ClientGuide, clientGuides } from './client-guides.ts';
import type { GuideTarget } from './guide-target.ts';

/** What can use each URL, from a machine that reaches it. */
const OFFERED = ['claude-code', 'claude-desktop'];

/** How each client takes a URL; first is shown one that can. */
export function ClientTabs(target: GuideTarget) {
  const guides = clientGuides(target);
  const first = guides.find(({ refusal }) => refusal === undefined) ?? guides[0];
  const [shown, show] = useState(first?.id ?? null);
  const offered = guides.filter(({ id, refusal }) => OFFERED.includes(id) && refusal === undefined);
  return (
    <Tabs value={shown} onChange={show}>
      <Tabs.List mb="md">
        {guides.map(({ id, title }) => (
          <Tabs.Tab key={id} value={id}>
            {title}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {guides.map((guide) => (
        <Tabs.Panel key={guide.id} value={guide.id}>
          {guide.refusal === undefined ? (
            <Guide guide={guide} auth={target.auth} />
          ) : (
            <Alert color="yellow" title={`${guide.title} cannot use this URL`}>
              <Text size="sm" className="long-text">
                {guide.refusal}
              </Text>
              <Group mt="sm" gap="xs">
                {offered.map(({ id, title }) => (
                  <Button key={id} size="xs" variant="default" onClick={() => show(id)}>
                    Use {title}
                  </Button>
                ))}
              </Group>
            </Alert>
          )}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}

function Guide({ guide, auth }: { guide: ClientGuide; auth: GuideTarget['auth'] }) {
  const { steps, blocks, link, note } = guide;
  return (
    <Stack gap="sm">
      <List type="ordered" size="sm" spacing={6}>
        {steps.map((step) => (
          <List.Item key={step}>{step}</List.Item>
        ))}
      </List>
      {auth === 'api_token' && (
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
      {note !== undefined && (
        <Text size="sm" c="dimmed">
          {note}
        </Text>
      )}
    </Stack>
  );
}
