import { Alert, Anchor, Badge, Code, Group, Image, Stack, Switch, Tabs, Text } from '@mantine/core';
import { useState } from 'react';
import { CALL_STATUSES } from '../activity/call-queries.ts';
import { Section } from '../frame/section.tsx';
import { CopyBlock } from '../records/copy-text.tsx';
import { Sentences } from '../records/sentences.tsx';
import { durationWords } from '../records/time-words.ts';
import { limitWords } from './limit-words.ts';
import type { Trial, TrialAnswer } from './trial-request.ts';

type Block = Trial['result']['content'][number];

/** What came of a call: as the model reads it, and as programs do. */
export function TrialAnswerView({ answer: { trial, headers } }: { answer: TrialAnswer }) {
  const { result, status, duration_ms, request_id } = trial;
  const { label, color } = CALL_STATUSES[status];
  return (
    <Section
      title="Answer"
      actions={
        <Badge color={color} size="lg">
          {label}
        </Badge>
      }
    >
      <Text size="sm" c="dimmed" className="long-text">
        {`${durationWords(duration_ms)}. Request `}
        <Code>{request_id}</Code>
        {', in the activity under this id.'}
      </Text>
      {result.isError && (
        <Alert color="red" title="The model is told that this failed" role="alert">
          {CALL_STATUSES[status].text}
        </Alert>
      )}
      <Tabs defaultValue="model" keepMounted={false}>
        <Tabs.List>
          <Tabs.Tab value="model">As the model reads it</Tabs.Tab>
          <Tabs.Tab value="structured">Structured</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="model" pt="md">
          <Stack>
            {result.content.map((block, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the blocks of an answer stay where they are.
              <BlockView key={place} block={block} />
            ))}
          </Stack>
        </Tabs.Panel>
        <Tabs.Panel value="structured" pt="md">
          <Structured content={result.structuredContent} />
        </Tabs.Panel>
      </Tabs>
      <Limits sentences={limitWords(headers)} />
    </Section>
  );
}

function BlockView({ block }: { block: Block }) {
  switch (block.type) {
    case 'text':
      return <TextView text={block.text} />;
    case 'image':
      return (
        <Image
          src={`data:${block.mimeType};base64,${block.data}`}
          alt="The picture of the answer"
          w="auto"
          maw="100%"
        />
      );
    case 'resource':
      return (
        <Anchor
          href={`data:${block.resource.mimeType};base64,${block.resource.blob}`}
          download={block.resource.uri.split('/').at(-1)}
        >
          {`Save ${block.resource.uri} (${block.resource.mimeType})`}
        </Anchor>
      );
  }
}

/** Tables, whose columns are apart by tabs, keep their lines. */
function TextView({ text }: { text: string }) {
  const [isWrapped, setWrapped] = useState(!text.includes('\t'));
  return (
    <Stack gap="xs">
      <Code
        block
        tabIndex={0}
        role="region"
        aria-label="Text"
        className={isWrapped ? 'answer-text wrapped' : 'answer-text'}
      >
        {text}
      </Code>
      <Switch
        size="xs"
        label="Wrap long lines"
        checked={isWrapped}
        onChange={(event) => setWrapped(event.currentTarget.checked)}
      />
    </Stack>
  );
}

function Structured({ content }: { content: object | undefined }) {
  return content === undefined ? (
    <Text size="sm" c="dimmed">
      This answer has no structured content: programs read its text.
    </Text>
  ) : (
    <CopyBlock label="structuredContent" text={JSON.stringify(content, null, 2)} />
  );
}

function Limits({ sentences }: { sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <Group>
      <Sentences sentences={sentences} size="sm" spacing={0} c="dimmed" aria-label="Limits" listStyleType="none" />
    </Group>
  );
}
