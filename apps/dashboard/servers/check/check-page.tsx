import { Alert, Badge, Button, Code, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { CheckCircledIcon, CrossCircledIcon } from '@radix-ui/react-icons';
import { useMutation } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { answer, api, type Schemas } from '../../api/client.ts';
import { useRefusals } from '../../forms/form-problems.ts';
import { Section } from '../../frame/section.tsx';
import { type Column, RecordTable } from '../../records/record-table.tsx';
import { durationWords } from '../../records/time-words.ts';
import { ProblemState } from '../../states/problem-state.tsx';
import { type Server, serverPath } from '../server-queries.ts';
import { ServerTask } from '../server-task.tsx';

const ROUTE = '/signed-in/servers/$accountId/$serverId/check';

const SECRET = 'As the client has it: the gateway keeps a digest only, and forgets it after the check.';

type Report = Schemas['ConnectionCheckView'];
type Step = Report['steps'][number];

/** Where the gateway connects to one of its servers as clients do. */
export function CheckPage() {
  return (
    <ServerTask
      {...useParams({ from: ROUTE })}
      verb="Check the connection of"
      lead="Does what Claude, Claude Code and ChatGPT do when they connect, and says at the first fault what to change."
      onlyAdmins="Admins can check connections"
    >
      {(server) => <Check server={server} />}
    </ServerTask>
  );
}

function Check({ server }: { server: Server }) {
  const isSecret = server.config.auth !== 'oauth';
  const Field = isSecret ? PasswordInput : TextInput;
  const form = useForm({
    initialValues: { url: server.url ?? '' },
    validate: { url: isNotEmpty('Paste the URL.') },
  });
  const { unplaced, refused } = useRefusals(form);
  const check = useMutation({
    mutationFn: ({ url }: { url: string }) =>
      answer(
        api.POST('/integrated-account/{account_id}/mcp/{mcp_id}/doctor', {
          params: { path: serverPath(server) },
          body: { url },
        }),
      ),
    onError: refused,
  });
  return (
    <Stack>
      <Section
        title="From the gateway"
        lead="The gateway asks itself by its public address, so that the proxy in front of it is on the way."
      >
        <form onSubmit={form.onSubmit((values) => check.mutate(values))} noValidate>
          <Stack align="flex-start">
            <Field
              w="100%"
              label="URL"
              description={isSecret ? SECRET : 'As the client has it.'}
              placeholder="https://looker-mcp.example.com/mcp/…"
              autoComplete="off"
              {...form.getInputProps('url')}
            />
            <Button type="submit" loading={check.isPending}>
              Check the connection
            </Button>
          </Stack>
        </form>
        {unplaced !== null && <ProblemState problem={unplaced} />}
        {check.data !== undefined && !check.isPending && <ReportView report={check.data} />}
      </Section>
      <Section
        title="From where the clients are"
        lead="What only they meet, such as another network or its certificates."
      >
        <Text size="sm">
          On their machine, with this gateway’s code and the URL as they have it:{' '}
          <Code>npm run --silent doctor -- &lt;url&gt;</Code>
        </Text>
      </Section>
    </Stack>
  );
}

function ReportView({ report }: { report: Report }) {
  return (
    <>
      {report.fault === null ? (
        <Alert color="teal" icon={<CheckCircledIcon />} title="Clients can connect" role="status">
          Nothing was found that keeps them away. It took {durationWords(report.duration_ms)}.
        </Alert>
      ) : (
        <Alert color="red" icon={<CrossCircledIcon />} title="Change this first" role="status">
          <span className="long-text">{report.fault}</span>
        </Alert>
      )}
      <RecordTable label="Steps" columns={COLUMNS} rows={report.steps} rowKey={({ name }) => name} isBare />
    </>
  );
}

const STATES: Record<Step['state'], { label: string; color: string }> = {
  ok: { label: 'OK', color: 'teal' },
  warning: { label: 'Warning', color: 'yellow' },
  fault: { label: 'Fault', color: 'red' },
  skipped: { label: 'Skipped', color: 'gray' },
};

const COLUMNS: readonly Column<Step>[] = [
  {
    title: 'Step',
    cell: ({ name, message }) => (
      <Stack gap={0}>
        <b>{name}</b>
        <Text size="sm" c="dimmed" className="sentence">
          {message}
        </Text>
      </Stack>
    ),
  },
  { title: 'State', cell: ({ state }) => <Badge color={STATES[state].color}>{STATES[state].label}</Badge> },
  { title: 'Time', align: 'right', cell: ({ duration_ms }) => durationWords(duration_ms) },
];
