import { Group, List, Stack, Switch, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { Section } from '../../frame/section.tsx';
import { CopyTextButton } from '../../records/copy-text.tsx';
import { EmptyState } from '../../states/empty-state.tsx';
import { QueryView } from '../../states/query-view.tsx';
import type { Server } from '../server-queries.ts';
import { ServerTask } from '../server-task.tsx';
import { CaptureControl } from './capture-control.tsx';
import { type Capture, captureQuery } from './capture-queries.ts';
import { MessageList } from './message-list.tsx';

const ROUTE = '/signed-in/servers/$accountId/$serverId/capture';
/** Of one server; older ones are gone. */
const MESSAGES_MAX = 500;

/** Where an admin has the messages of a server recorded, and reads them. */
export function CapturePage() {
  return (
    <ServerTask
      {...useParams({ from: ROUTE })}
      verb="Messages of"
      lead="Records what clients and the gateway say to each other while somebody connects: steps, statuses and times, without tokens, arguments and answers."
      onlyAdmins="Admins can record messages"
    >
      {(server) => <CaptureView server={server} />}
    </ServerTask>
  );
}

function CaptureView({ server }: { server: Server }) {
  return (
    <QueryView query={useQuery(captureQuery(server))}>
      {(capture) => (
        <Stack>
          <CaptureControl key={capture.capturing_until} server={server} capture={capture} />
          {capture.state !== 'off' && <Sequence server={server} capture={capture} />}
        </Stack>
      )}
    </QueryView>
  );
}

function Sequence({ server, capture: { state, messages } }: { server: Server; capture: Capture }) {
  const [isFaultsOnly, setFaultsOnly] = useState(false);
  const shown = isFaultsOnly ? messages.filter(({ is_fault }) => is_fault) : messages;
  const faults = messages.filter(({ is_fault }) => is_fault).length;
  return (
    <Section
      title="Messages"
      lead={`${messages.length} in the order in which they came, ${faults} with a fault.${messages.length < MESSAGES_MAX ? '' : ' Older ones are gone.'}`}
      actions={
        messages.length > 0 && <CopyTextButton value={JSON.stringify(messages, null, 2)}>Copy as JSON</CopyTextButton>
      }
    >
      {messages.length === 0 ? (
        <EmptyState title={state === 'on' ? 'Nothing has come yet' : 'Nothing came'}>
          Connect from the client. If still nothing comes, it does not reach this server: compare its URL letter by
          letter, or check the connection.
        </EmptyState>
      ) : (
        <>
          <Group justify="space-between">
            <Switch
              label="Faults only"
              checked={isFaultsOnly}
              onChange={(event) => setFaultsOnly(event.currentTarget.checked)}
            />
          </Group>
          {shown.length === 0 ? <Text c="dimmed">No message has a fault.</Text> : <MessageList messages={shown} />}
        </>
      )}
      <NotShown hasSignIn={server.config.auth === 'oauth'} />
    </Section>
  );
}

/** Of what names no server nobody can tell whose it is: shown here it might be another organization's. */
function NotShown({ hasSignIn }: { hasSignIn: boolean }) {
  return (
    <div>
      <Text size="sm" fw={600} mb="xs">
        Not in the sequence
      </Text>
      <Text size="sm" c="dimmed" mb="xs">
        What does not name this server, since it may be about another one, of another organization too:
      </Text>
      <List size="sm" c="dimmed">
        <List.Item>
          an address with more, less or something else behind /mcp/, and web pages of foreign origins
        </List.Item>
        {hasSignIn && (
          <>
            <List.Item>
              the metadata of the authorization server and its keys, which are the same for all servers
            </List.Item>
            <List.Item>
              a registration that was refused, or whose client has not asked to be let in here: one that has is shown
              from its beginning
            </List.Item>
            <List.Item>a sign-in or a token for no address at all, or for that of another server</List.Item>
          </>
        )}
      </List>
    </div>
  );
}
