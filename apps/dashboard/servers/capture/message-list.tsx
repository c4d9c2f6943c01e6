import { Accordion, Badge, Box, Group, Stack, Text } from '@mantine/core';
import { Facts } from '../../records/facts.tsx';
import { durationWords } from '../../records/time-words.ts';
import type { Message } from './capture-queries.ts';
import { answerColor, answerText, clockText, FACTS, SENDERS, stepText } from './capture-words.ts';

/** Messages as a sequence, each with what is known of request and answer. */
export function MessageList({ messages }: { messages: readonly Message[] }) {
  return (
    <Accordion multiple variant="separated" aria-label="Messages">
      {messages.map((message) => (
        <Accordion.Item key={message.id} value={message.id}>
          <Accordion.Control>
            <Heading message={message} />
          </Accordion.Control>
          <Accordion.Panel>
            <Details message={message} />
          </Accordion.Panel>
        </Accordion.Item>
      ))}
    </Accordion>
  );
}

function Heading({ message }: { message: Message }) {
  const { at, sender, duration_ms: ms } = message;
  return (
    <Group justify="space-between" gap="xs" pr="xs">
      <Box style={{ flex: '1 1 220px', minWidth: 0 }}>
        <Text size="sm" c="dimmed">
          <time dateTime={at}>{clockText(at)}</time> {SENDERS[sender]} → gateway
        </Text>
        <Text fw={600} className="long-text">
          {stepText(message)}
        </Text>
      </Box>
      <Group gap="xs">
        <Badge color={answerColor(message)} tt="none" style={{ maxWidth: '100%' }}>
          {answerText(message)}
        </Badge>
        <Text size="sm" c="dimmed">
          {durationWords(ms)}
        </Text>
      </Group>
    </Group>
  );
}

function Details({ message }: { message: Message }) {
  const { sender, method, path, request, answer } = message;
  const shown = (facts: Message['request']) => facts.map(({ name, value }) => [FACTS[name], value] as const);
  return (
    <Stack>
      <Side title={`${SENDERS[sender]} → gateway`} facts={[['Request', `${method} ${path}`], ...shown(request)]} />
      <Side
        title={`Gateway → ${SENDERS[sender].toLowerCase()}`}
        facts={[['Answer', answerText(message)], ...shown(answer)]}
      />
    </Stack>
  );
}

function Side({ title, facts }: { title: string; facts: readonly (readonly [string, string])[] }) {
  return (
    <div>
      <Text size="sm" fw={600} mb="xs">
        {title}
      </Text>
      <Facts facts={facts} />
    </div>
  );
}
