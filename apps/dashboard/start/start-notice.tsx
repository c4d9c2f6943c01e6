import { Alert, Button, Group, Text } from '@mantine/core';
import { RocketIcon } from '@radix-ui/react-icons';
import { Link } from '@tanstack/react-router';
import { useMay } from '../session/session-query.ts';
import { reachedStep, type StepId, useStartState } from './start-state.ts';

const NEXT: Record<Exclude<StepId, 'organization'>, string> = {
  looker: 'Connect a Looker, issue a URL, and see the first call arrive.',
  url: 'A Looker is connected. Issue the first URL, and see the first call arrive.',
  call: 'A URL is issued, and nothing was called yet. Paste it into a client, and see the first call arrive.',
};

/** Leads a new owner on, until the first call has come. */
export function StartNotice() {
  const mayIssue = useMay('mcp_servers:write');
  const mayConnect = useMay('accounts:write');
  return mayIssue && mayConnect ? <NextStep /> : null;
}

function NextStep() {
  const { state } = useStartState();
  if (state === null || state.call !== null) return null;
  const reached = reachedStep(state);
  if (reached === 'organization') return null;
  return (
    <Alert variant="light" color="indigo" icon={<RocketIcon />} title="Getting started" mb="md">
      <Group justify="space-between" gap="sm">
        <Text size="sm" maw={640}>
          {NEXT[reached]}
        </Text>
        <Button component={Link} to="/start" size="xs">
          Continue
        </Button>
      </Group>
    </Alert>
  );
}
