import { Alert, Group, Paper, ScrollArea, Stack, Table, Text, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Schemas } from '../../api/client.ts';
import { ToolName } from '../../records/tool-name.tsx';
import { QueryView } from '../../states/query-view.tsx';
import { type Server, type ToolChoice, toolsQuery } from '../server-queries.ts';
import { EffectBadge } from './effect-badge.tsx';
import { ListWarnings, type ShownTools, shownWords } from './shown-tools.tsx';

type Tool = Schemas['AvailableTool'];

const DEBOUNCE_MS = 250;

interface ToolPreviewProps {
  readonly title: string;
  readonly accountId: string;
  readonly choice: ToolChoice;
  readonly exposure: Server['config']['tool_exposure'];
}

/** The tools that a choice gives, as they are now on the instance. */
export function ToolPreview({ title, accountId, choice, exposure }: ToolPreviewProps) {
  const [settled] = useDebouncedValue(choice, DEBOUNCE_MS);
  const query = useQuery({ ...toolsQuery(accountId, settled), placeholderData: keepPreviousData });
  return (
    <Paper
      component="section"
      aria-label={title}
      className="surface tool-preview"
      withBorder
      p={{ base: 'md', sm: 'lg' }}
    >
      <Title order={2} size="h4">
        {title}
      </Title>
      <QueryView query={query} rows={8}>
        {({ result, shown }) => <Tools tools={result} shown={shown[exposure]} />}
      </QueryView>
    </Paper>
  );
}

function Tools({ tools, shown }: { tools: readonly Tool[]; shown: ShownTools }) {
  if (shown.count === 0)
    return (
      <Alert color="yellow" mt="sm" title="No tool passes">
        Take out a method or an area, or add tools by name.
      </Alert>
    );
  return (
    <Stack gap="sm">
      <Text size="sm" c="dimmed" aria-live="polite">
        {shownWords(shown)}
      </Text>
      <ListWarnings warnings={shown.warnings} />
      <ScrollArea.Autosize mah="min(70dvh, 720px)" type="auto" offsetScrollbars viewportProps={{ tabIndex: 0 }}>
        <Table verticalSpacing={6} horizontalSpacing={6} aria-label="Tools">
          <Table.Thead className="visually-hidden">
            <Table.Tr>
              <Table.Th>Tool</Table.Th>
              <Table.Th>Tokens</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {tools.map((tool) => (
              <ToolRow key={tool.name} tool={tool} />
            ))}
          </Table.Tbody>
        </Table>
      </ScrollArea.Autosize>
    </Stack>
  );
}

function ToolRow({ tool: { name, effect, tokens, description } }: { tool: Tool }) {
  return (
    <Table.Tr title={description}>
      <Table.Td>
        <Group gap={8} wrap="nowrap">
          <EffectBadge effect={effect} />
          <ToolName name={name} />
        </Group>
      </Table.Td>
      <Table.Td ta="right">
        <Text size="sm" c="dimmed">
          {tokens}
        </Text>
      </Table.Td>
    </Table.Tr>
  );
}
