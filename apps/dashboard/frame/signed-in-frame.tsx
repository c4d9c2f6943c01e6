import { AppShell, Burger, Group, Image, Loader, ScrollArea } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Outlet } from '@tanstack/react-router';
import { Suspense } from 'react';
import { FindTokenButton } from '../finding/find-token-button.tsx';
import { useOtherTabs } from '../session/other-tabs.ts';
import { useSession } from '../session/session-query.ts';
import { ColorSchemeSwitch } from './color-scheme-switch.tsx';
import { MemberMenu } from './member-menu.tsx';
import { Navigation } from './navigation.tsx';
import { OrganizationSwitch } from './organization-switch.tsx';

/** What is around every page of a signed-in member. */
export function SignedInFrame() {
  const [opened, { toggle, close }] = useDisclosure();
  const session = useSession();
  useOtherTabs(session?.member.id);
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 232, breakpoint: 'sm', collapsed: { mobile: !opened } }}
      padding={{ base: 'md', sm: 'xl' }}
    >
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="sm" wrap="nowrap" miw={0}>
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label="Navigation" />
            <Image src="/app/mark.svg" alt="" w={28} h={28} />
            <OrganizationSwitch />
          </Group>
          <Group gap="xs" wrap="nowrap">
            <FindTokenButton />
            <ColorSchemeSwitch />
            <MemberMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="sm">
        <AppShell.Section grow component={ScrollArea}>
          <Navigation onChosen={close} />
        </AppShell.Section>
      </AppShell.Navbar>
      <AppShell.Main>
        <Suspense fallback={<Loader aria-label="Loading" />}>
          {/* A page of another organization begins anew: nothing that it has read or been told goes along. */}
          <div className="page" key={session?.organization.id}>
            <Outlet />
          </div>
        </Suspense>
      </AppShell.Main>
    </AppShell>
  );
}
