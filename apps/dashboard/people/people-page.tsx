import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { PageHeader } from '../frame/page-header.tsx';
import { OauthClientsTab } from '../sign-ins/oauth-clients-tab.tsx';
import { SignInsTab } from '../sign-ins/sign-ins-tab.tsx';
import { ApiTokensTab } from './api-tokens-tab.tsx';
import { InvitationsTab } from './invitations-tab.tsx';
import { MembersTab } from './members-tab.tsx';
import { YouTab } from './you-tab.tsx';

const TABS = [
  { value: 'members', label: 'Members', Content: MembersTab },
  { value: 'invitations', label: 'Invitations', Content: InvitationsTab },
  { value: 'api-tokens', label: 'API tokens', Content: ApiTokensTab },
  { value: 'sign-ins', label: 'Sign-ins', Content: SignInsTab },
  { value: 'oauth-clients', label: 'OAuth clients', Content: OauthClientsTab },
  { value: 'you', label: 'You', Content: YouTab },
] as const;

/** Who may do what in the dashboard, and what programs call the API with. */
export function PeoplePage() {
  const { tab } = useSearch({ from: '/signed-in/people' });
  const navigate = useNavigate();
  return (
    <>
      <PageHeader title="People and keys" lead="Who signs in here, and which programs call the API." />
      <Tabs
        value={TABS.find(({ value }) => value === tab)?.value ?? 'members'}
        onChange={(chosen) => void navigate({ to: '/people', search: chosen === null ? {} : { tab: chosen } })}
        keepMounted={false}
      >
        <Tabs.List mb="lg">
          {TABS.map(({ value, label }) => (
            <Tabs.Tab key={value} value={value}>
              {label}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {TABS.map(({ value, Content }) => (
          <Tabs.Panel key={value} value={value}>
            <Content />
          </Tabs.Panel>
        ))}
      </Tabs>
    </>
  );
}
