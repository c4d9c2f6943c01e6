import { Avatar, Menu, Text, UnstyledButton } from '@mantine/core';
import { ExitIcon, PersonIcon } from '@radix-ui/react-icons';
import { Link } from '@tanstack/react-router';
import { useSession, useSignOut } from '../session/session-query.ts';

export function MemberMenu() {
  const session = useSession();
  const signOut = useSignOut();
  if (session === null) return null;
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <UnstyledButton aria-label="You">
          <Avatar color="indigo" variant="filled" size={34}>
            <PersonIcon />
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>
          <Text size="sm" c="var(--mantine-color-text)" className="long-text">
            {session.member.email}
          </Text>
          <Text size="xs" c="dimmed">
            {session.role} of {session.organization.name}
          </Text>
        </Menu.Label>
        <Menu.Item component={Link} to="/people?tab=you" leftSection={<PersonIcon />}>
          Your password, sessions and programs
        </Menu.Item>
        <Menu.Item leftSection={<ExitIcon />} onClick={() => signOut.mutate()}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
