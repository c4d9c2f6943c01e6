import { Alert, Button, Group, Loader, Stack, Text } from '@mantine/core';
import { CheckCircledIcon } from '@radix-ui/react-icons';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Call } from '../activity/call-queries.ts';
import { CallsTable } from '../activity/calls-table.tsx';
import { useLiveCalls } from '../activity/live-calls.ts';
import { Section } from '../frame/section.tsx';
import { ClientTabs } from '../guides/client-tabs.tsx';
import { guideTarget } from '../guides/guide-target.ts';
import { UrlToCopy } from '../servers/issuing/issued-url.tsx';
import { type AccountServer, type CreatedServer, rotateServer, type Server } from '../servers/server-queries.ts';
import { ProblemState } from '../states/problem-state.tsx';
import { newestCallQuery } from './start-state.ts';

interface CallStepProps {
  readonly servers: readonly AccountServer[];
  /** The URL of this visit; null where it was shown in an earlier one. */
  readonly issued: CreatedServer | null;
  readonly onIssued: (server: CreatedServer) => void;
  readonly call: Call | null;
  readonly onBack: () => void;
}

/** Waits for the first call, and shows it when it comes. */
export function CallStep({ servers, issued, onIssued, call, onBack }: CallStepProps) {
  const queryClient = useQueryClient();
  const isOpen = useLiveCalls({}, call !== null, {
    onGap: () => void queryClient.invalidateQueries({ queryKey: newestCallQuery.queryKey }),
    onCall: (heard) => queryClient.setQueryData(newestCallQuery.queryKey, { result: [heard], next_cursor: null }),
  });
  const newest = servers[0]?.server;
  const shown = issued ?? withUrl(newest);
  return (
    <Stack gap="lg">
      <div role="status">{call === null ? <Waiting isOpen={isOpen} /> : <Arrived call={call} />}</div>
      {shown !== null ? (
        <Section
          title={`The URL of ${shown.name}`}
          lead="Paste it into an MCP client, and ask which dashboards there are."
        >
          <UrlToCopy url={shown.url} config={shown.config} />
          <ClientTabs {...guideTarget(shown)} />
        </Section>
      ) : (
        call === null && newest !== undefined && <LostUrl server={newest} onIssued={onIssued} onBack={onBack} />
      )}
    </Stack>
  );
}

/** A server whose URL is no secret can be shown at any time. */
const withUrl = (server: Server | undefined) =>
  server === undefined || server.url === null ? null : { ...server, url: server.url };

function Waiting({ isOpen }: { isOpen: boolean }) {
  return (
    <Alert variant="light" color="indigo" icon={<Loader size="xs" aria-hidden />} title="Waiting for the first call">
      {isOpen
        ? 'Leave this page open: the call shows up here a moment after it was made.'
        : 'Connecting to the gateway…'}
    </Alert>
  );
}

function Arrived({ call }: { call: Call }) {
  const client = call.client_name ?? 'A client';
  return (
    <Section
      title={call.status === 'ok' ? 'It works' : 'A call has arrived'}
      lead={`${client} has called ${call.tool_name}.${call.status === 'ok' ? '' : ' It did not succeed: open it to see why.'}`}
    >
      <CallsTable calls={[call]} isBare />
      <Group>
        <Button component={Link} to="/servers" leftSection={<CheckCircledIcon aria-hidden />}>
          Done, show the MCP servers
        </Button>
        <Button component={Link} to="/activity" variant="default">
          Watch all calls
        </Button>
      </Group>
    </Section>
  );
}

interface LostUrlProps {
  readonly server: Server;
  readonly onIssued: (server: CreatedServer) => void;
  readonly onBack: () => void;
}

function LostUrl({ server, onIssued, onBack }: LostUrlProps) {
  const rotate = useMutation({
    mutationFn: () => rotateServer(server, 0),
    meta: { changes: ['servers'] },
    onSuccess: onIssued,
  });
  return (
    <Section title={`Use the URL of ${server.name}`}>
      <Text size="sm">
        It was shown when it was issued, and cannot be shown again; in local mode it stands in the terminal and in{' '}
        <code>local.json</code> in the data folder. Paste it into an MCP client, and ask something. Is it lost? A new
        URL takes the place of the old one, which then ends.
      </Text>
      {rotate.isError && <ProblemState problem={rotate.error} />}
      <Group>
        <Button variant="default" loading={rotate.isPending} onClick={() => rotate.mutate()}>
          Replace it by a new URL
        </Button>
        <Button variant="subtle" onClick={onBack}>
          Issue another one
        </Button>
      </Group>
    </Section>
  );
}
