import { Anchor, Button, Group, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Section } from '../frame/section.tsx';
import { Facts } from '../records/facts.tsx';
import { useSession } from '../session/session-query.ts';

/** What the first step made. */
export function OrganizationStep({ onNext }: { onNext: () => void }) {
  const session = useSession();
  return (
    <Section title="Your organization is there">
      <Facts
        facts={[
          ['Organization', session?.organization.name],
          ['Signed in as', session?.member.email],
          ['Role', session?.role],
        ]}
      />
      <Text size="sm" c="dimmed">
        <Anchor component={Link} to="/people?tab=invitations" inherit underline="always">
          Invite others
        </Anchor>{' '}
        at any time. Nobody else can come in without an invitation.
      </Text>
      <Group>
        <Button onClick={onNext}>Continue</Button>
      </Group>
    </Section>
  );
}
