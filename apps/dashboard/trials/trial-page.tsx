import { Grid } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { Section } from '../frame/section.tsx';
import type { Server } from '../servers/server-queries.ts';
import { ServerTask } from '../servers/server-task.tsx';
import { EmptyState } from '../states/empty-state.tsx';
import { QueryView } from '../states/query-view.tsx';
import { ToolPicker } from './tool-picker.tsx';
import { ToolTrial } from './tool-trial.tsx';
import { type ServerTool, serverToolsQuery } from './trial-queries.ts';

const ROUTE = '/signed-in/servers/$accountId/$serverId/try';

/** Where a tool of a server is called in place, as its clients would call it. */
export function TrialPage() {
  return (
    <ServerTask
      {...useParams({ from: ROUTE })}
      verb="Try"
      lead="Calls a tool as a client with this URL would: with its filters and limits, on the real Looker. The call log names you."
      onlyAdmins="Admins can try tools"
    >
      {(server) => <Trials server={server} />}
    </ServerTask>
  );
}

function Trials({ server }: { server: Server }) {
  const { tool } = useSearch({ from: ROUTE });
  const navigate = useNavigate();
  const tools = useQuery(serverToolsQuery(server));
  const choose = (name: string) => void navigate({ from: ROUTE_PATH, to: '.', search: { tool: name }, replace: true });
  return (
    <QueryView query={tools}>
      {(all) => (
        <Chosen
          server={server}
          tool={all.find(({ name }) => name === tool)}
          picker={<ToolPicker tools={all} value={tool ?? null} onChange={choose} />}
          asked={tool}
        />
      )}
    </QueryView>
  );
}

const ROUTE_PATH = '/servers/$accountId/$serverId/try';

interface ChosenProps {
  readonly server: Server;
  readonly tool: ServerTool | undefined;
  readonly picker: React.ReactNode;
  readonly asked: string | undefined;
}

function Chosen({ server, tool, picker, asked }: ChosenProps) {
  if (tool !== undefined) return <ToolTrial key={tool.name} server={server} tool={tool} picker={picker} />;
  return (
    <Grid gap="lg">
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <Section title="Call">{picker}</Section>
      </Grid.Col>
      <Grid.Col span={{ base: 12, lg: 6 }}>
        <Section title="Answer">
          {asked === undefined ? (
            <EmptyState title="Choose a tool first">Its arguments are shown as a form, and its answer here.</EmptyState>
          ) : (
            <EmptyState title="This server has no such tool">{`It does not offer ${asked}. Choose another one.`}</EmptyState>
          )}
        </Section>
      </Grid.Col>
    </Grid>
  );
}
