import { Group, Menu, Text, UnstyledButton } from '@mantine/core';
import { CaretSortIcon, CheckIcon } from '@radix-ui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { answer, api } from '../api/client.ts';
import { beginAnew, tellOtherTabs } from '../session/other-tabs.ts';
import { useSession } from '../session/session-query.ts';
import { failedNote } from '../states/done-note.ts';

/** The organization that the pages are about, and the way to the others of the person. */
export function OrganizationSwitch() {
  const session = useSession();
  const goOnIn = useGoOnIn();
  if (session === null) return null;
  const { organization, organizations } = session;
  const name = (
    <Text fw={650} truncate>
      {organization.name}
    </Text>
  );
  if (organizations.length < 2) return name;
  return (
    <Menu position="bottom-start" width={280} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton aria-label={`Organization: ${organization.name}`} miw={0} disabled={goOnIn.isPending}>
          <Group gap={4} wrap="nowrap">
            {name}
            <CaretSortIcon aria-hidden style={{ flexShrink: 0 }} />
          </Group>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown mah="70dvh" style={{ overflowY: 'auto' }}>
        <Menu.Label>Your organizations</Menu.Label>
        {organizations.map(({ id, name: each, role }) => (
          <Menu.Item
            key={id}
            aria-current={id === organization.id}
            rightSection={id === organization.id ? <CheckIcon aria-hidden /> : undefined}
            onClick={() => id !== organization.id && goOnIn.mutate(id)}
          >
            <Text size="sm" className="long-text">
              {each}
            </Text>
            <Text size="xs" c="dimmed">
              {role}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

function useGoOnIn() {
  return useMutation({
    mutationFn: (organization_id: string) => answer(api.POST('/session/organization', { body: { organization_id } })),
    // Whatever is open or was read is about the organization that is left.
    onSuccess: ({ member }) => {
      tellOtherTabs(member.id);
      beginAnew();
    },
    onError: failedNote,
  });
}
