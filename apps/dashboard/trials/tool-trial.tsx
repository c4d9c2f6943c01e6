import { Alert, Button, Grid, Group, Stack, Tabs, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { TypedNameDialog } from '../dialogs/typed-name-dialog.tsx';
import { Section } from '../frame/section.tsx';
import type { Server } from '../servers/server-queries.ts';
import { EffectBadge } from '../servers/tools/effect-badge.tsx';
import { EmptyState } from '../states/empty-state.tsx';
import { ProblemState } from '../states/problem-state.tsx';
import { type Arguments, ArgumentsForm } from './arguments-form.tsx';
import { JsonArguments } from './json-arguments.tsx';
import { TrialAnswerView } from './trial-answer-view.tsx';
import { TrialProgressView } from './trial-progress-view.tsx';
import type { ServerTool } from './trial-queries.ts';
import { TrialCancelled } from './trial-request.ts';
import { useTrial } from './use-trial.ts';

interface ToolTrialProps {
  readonly server: Server;
  readonly tool: ServerTool;
  readonly picker: ReactNode;
}

/** One tool: its arguments, and what came of the last call. */
export function ToolTrial({ server, tool, picker }: ToolTrialProps) {
  const [args, setArgs] = useState<Arguments>({});
  const [asks, { open, close }] = useDisclosure();
  const trial = useTrial(server);
  const { run } = trial;
  const call = () => run.mutate({ tool: tool.name, args });
  const submit = tool.effect === 'destructive' ? open : call;
  const confirmed = () => {
    close();
    call();
  };
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <Section title="Call">
          {picker}
          <About tool={tool} />
          <ArgumentTabs
            tool={tool}
            args={args}
            fields={run.data?.trial.fields ?? []}
            onChange={setArgs}
            onSubmit={submit}
            isRunning={run.isPending}
          />
        </Section>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <Outcome trial={trial} />
      </Grid.Col>
      <TypedNameDialog
        title={`Run ${tool.name}`}
        name={tool.name}
        consequences={[
          'This is no rehearsal: it deletes or overwrites something in Looker, now.',
          'Looker may not be able to bring it back.',
          'The call log says that you did it.',
        ]}
        button="Run it"
        mutation={{ mutate: confirmed, isPending: false, error: null }}
        opened={asks}
        onClose={close}
      />
    </Grid>
  );
}

function About({ tool: { effect, description } }: { tool: ServerTool }) {
  return (
    <Stack gap="xs">
      <EffectBadge effect={effect} />
      <Text size="sm" className="long-text">
        {description}
      </Text>
      {effect === 'write' && (
        <Alert color="yellow" p="sm">
          This changes something in Looker.
        </Alert>
      )}
    </Stack>
  );
}

interface ArgumentTabsProps {
  readonly tool: ServerTool;
  readonly args: Arguments;
  readonly fields: React.ComponentProps<typeof ArgumentsForm>['fields'];
  readonly onChange: (args: Arguments) => void;
  readonly onSubmit: () => void;
  readonly isRunning: boolean;
}

/** The same arguments as a form and as JSON. */
function ArgumentTabs({ tool, args, fields, onChange, onSubmit, isRunning }: ArgumentTabsProps) {
  const run = (
    <Group mt="md">
      <Button type="submit" loading={isRunning} color={tool.effect === 'destructive' ? 'red' : 'indigo'}>
        Run
      </Button>
    </Group>
  );
  return (
    <Tabs defaultValue="form" keepMounted={false}>
      <Tabs.List>
        <Tabs.Tab value="form">Form</Tabs.Tab>
        <Tabs.Tab value="json">JSON</Tabs.Tab>
      </Tabs.List>
      <Tabs.Panel value="form" pt="md">
        <ArgumentsForm tool={tool} args={args} fields={fields} onChange={onChange} onSubmit={onSubmit}>
          {run}
        </ArgumentsForm>
      </Tabs.Panel>
      <Tabs.Panel value="json" pt="md">
        <JsonArguments args={args} fields={fields} onChange={onChange} onSubmit={onSubmit}>
          {run}
        </JsonArguments>
      </Tabs.Panel>
    </Tabs>
  );
}

const STATUS_WORDS = {
  idle: '',
  pending: 'The call is running.',
  success: 'The answer is there.',
  error: 'No answer.',
};

/** Stays in view beside a long form, and comes into view below it. */
function Outcome({ trial }: { trial: ReturnType<typeof useTrial> }) {
  const place = useRef<HTMLDivElement>(null);
  const { status } = trial.run;
  useEffect(() => {
    if (status !== 'idle') place.current?.scrollIntoView({ block: 'nearest' });
  }, [status]);
  return (
    <div ref={place} className="trial-outcome">
      <span className="visually-hidden" role="status">
        {STATUS_WORDS[status]}
      </span>
      <OutcomeSection trial={trial} />
    </div>
  );
}

function OutcomeSection({ trial: { run, progress, cancel } }: { trial: ReturnType<typeof useTrial> }) {
  if (run.isPending) return <TrialProgressView progress={progress} onCancel={cancel} />;
  if (run.data !== undefined) return <TrialAnswerView key={run.data.trial.request_id} answer={run.data} />;
  return (
    <Section title="Answer">
      {run.error instanceof TrialCancelled && (
        <EmptyState title="Cancelled">The call was ended, and so was its query in Looker.</EmptyState>
      )}
      {run.isError && !(run.error instanceof TrialCancelled) && <ProblemState problem={run.error} />}
      {run.isIdle && <EmptyState title="Nothing was called yet">Fill in the arguments and run the tool.</EmptyState>}
    </Section>
  );
}
