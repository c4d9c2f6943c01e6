import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { PageHeader } from '../frame/page-header.tsx';
import { CallsTab } from './calls-tab.tsx';
import { ChangesTab } from './changes-tab.tsx';

/** What was called, and what was changed. */
export function ActivityPage() {
  const { tab } = useSearch({ from: '/signed-in/activity' });
  const navigate = useNavigate();
  return (
    <>
      <PageHeader title="Activity" lead="Every tool call, and every change of who may do what." />
      <Tabs
        value={tab ?? 'calls'}
        onChange={(chosen) => void navigate({ to: '/activity', search: chosen === 'changes' ? { tab: chosen } : {} })}
        keepMounted={false}
      >
        <Tabs.List mb="lg">
          <Tabs.Tab value="calls">Tool calls</Tabs.Tab>
          <Tabs.Tab value="changes">Audit trail</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="calls">
          <CallsTab />
        </Tabs.Panel>
        <Tabs.Panel value="changes">
          <ChangesTab />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
