import { Alert, Badge, Group, Spoiler, Stack, Text } from '@mantine/core';
import type { Schemas } from '../api/client.ts';
import { Section } from '../frame/section.tsx';
import { Dimmed } from '../records/dimmed.tsx';
import { Moment } from '../records/moment.tsx';

/** How the tools of this instance differ from those that were reviewed. */
export function CatalogueSection({ catalogue }: { catalogue: Schemas['LookerCatalogueView'] }) {
  const { bundled_release, added, missing, checked_at, problem } = catalogue;
  const isSame = added.length === 0 && missing.length === 0;
  return (
    <Section
      title="Tools of this instance"
      lead={
        <>
          Compared with the reviewed tools of Looker {bundled_release}
          {checked_at !== null && (
            <>
              , <Moment at={checked_at} />
            </>
          )}
          .
        </>
      }
    >
      {problem !== null && (
        <Alert color="yellow" title="The instance's own description could not be read">
          {problem}
        </Alert>
      )}
      {isSame && problem === null && <Text size="sm">No difference: every reviewed tool is there, and no other.</Text>}
      <Names title="Only here" hint="Not reviewed, so never among the tools that only read." names={added} />
      <Names title="Missing here" hint="No URL of this account shows these." names={missing} />
    </Section>
  );
}

function Names({ title, hint, names }: { title: string; hint: string; names: readonly string[] }) {
  if (names.length === 0) return null;
  return (
    <Stack gap="xs">
      <Text size="sm">
        <b>
          {title} ({names.length})
        </b>{' '}
        <Dimmed>{hint}</Dimmed>
      </Text>
      <Spoiler maxHeight={90} showLabel="Show all" hideLabel="Show fewer">
        <Group gap={6}>
          {names.map((name) => (
            <Badge key={name} variant="default" ff="monospace" fw={400}>
              {name}
            </Badge>
          ))}
        </Group>
      </Spoiler>
    </Stack>
  );
}
