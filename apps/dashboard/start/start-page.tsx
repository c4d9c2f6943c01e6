import { Anchor, Button, Group, Stack, Text } from '@mantine/core';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { PageHeader } from '../frame/page-header.tsx';
import { Section } from '../frame/section.tsx';
import { Facts } from '../records/facts.tsx';
import type { CreatedServer } from '../servers/server-queries.ts';
import { useMay, useSession } from '../session/session-query.ts';
import { EmptyState } from '../states/empty-state.tsx';
import { ProblemState } from '../states/problem-state.tsx';
import { RowsSkeleton } from '../states/rows-skeleton.tsx';
import { CallStep } from './call-step.tsx';
import { LookerStep } from './looker-step.tsx';
import { reachedStep, type StartState, type StepId, shownStep, useStartState } from './start-state.ts';
import { StartStepper } from './start-stepper.tsx';
import { UrlStep } from './url-step.tsx';

/** From the organization to the first call. Where it goes on is told by what there is, so that nothing done is lost. */
export function StartPage() {
  const mayIssue = useMay('mcp_servers:write');
  const mayConnect = useMay('accounts:write');
  const { state, problem, retry } = useStartState();
  return (
    <>
      <PageHeader
        title="Getting started"
        lead="Four steps to a model that asks your Looker. Leave and come back at any time."
      />
      {!(mayIssue && mayConnect) ? (
        <EmptyState title="An admin sets this up">
          Connecting a Looker and issuing URLs is for admins and owners. Ask one of them, or look around.
        </EmptyState>
      ) : problem !== null ? (
        <ProblemState problem={problem} onRetry={retry} />
      ) : state === null ? (
        <RowsSkeleton rows={5} />
      ) : (
        <Steps state={state} />
      )}
    </>
  );
}

function Steps({ state }: { state: StartState }) {
  const { step, account } = useSearch({ from: '/signed-in/start' });
  const navigate = useNavigate();
  const [issued, setIssued] = useState<CreatedServer | null>(null);
  const reached = reachedStep(state);
  const shown = shownStep(step, reached);
  const go = (next: StepId, accountId?: string) =>
    void navigate({ to: '/start', search: { step: next, ...(accountId !== undefined && { account: accountId }) } });
  return (
    <Stack gap="lg">
      <StartStepper active={shown} reached={reached} isDone={state.call !== null} onChoose={go} />
      {shown === 'organization' && <OrganizationStep onNext={() => go('looker')} />}
      {shown === 'looker' && <LookerStep accounts={state.accounts} onChosen={({ id }) => go('url', id)} />}
      {shown === 'url' && (
        <UrlStep
          accounts={state.accounts}
          accountId={account}
          servers={state.servers}
          onNext={() => go('call')}
          onIssued={(server) => {
            setIssued(server);
            go('call');
          }}
        />
      )}
      {shown === 'call' && (
        <CallStep
          servers={state.servers}
          issued={issued}
          onIssued={setIssued}
          call={state.call}
          onBack={() => go('url')}
        />
      )}
    </Stack>
  );
}

/** What the first step made. */
function OrganizationStep({ onNext }: { onNext: () => void }) {
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
