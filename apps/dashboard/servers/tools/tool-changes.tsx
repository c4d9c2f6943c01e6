import { Alert, Collapse, Stack, Text, UnstyledButton } from '@mantine/core';
import { useDebouncedValue, useDisclosure } from '@mantine/hooks';
import { ChevronDownIcon, ChevronRightIcon } from '@radix-ui/react-icons';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { amount, counted } from '../../records/amounts.ts';
import { ToolNames } from '../../records/tool-name.tsx';
import { type ToolChoice, toolsQuery } from '../server-queries.ts';

const DEBOUNCE_MS = 250;

interface ToolChangesProps {
  readonly accountId: string;
  readonly now: ToolChoice;
  readonly next: ToolChoice;
}

/** Which tools a change takes away and brings, and what it does to the tokens. */
export function ToolChanges({ accountId, now, next }: ToolChangesProps) {
  const [settled] = useDebouncedValue(next, DEBOUNCE_MS);
  const before = useQuery(toolsQuery(accountId, now));
  const after = useQuery({ ...toolsQuery(accountId, settled), placeholderData: keepPreviousData });
  if (before.data === undefined || after.data === undefined) return null;
  const [had, has] = [namesOf(before.data.result), namesOf(after.data.result)];
  const gone = [...had].filter((name) => !has.has(name));
  const added = [...has].filter((name) => !had.has(name));
  const isSame = gone.length + added.length === 0;
  return (
    <Alert
      color={gone.length > 0 ? 'yellow' : 'gray'}
      title={isSame ? 'The tools stay the same' : 'Compared to now'}
      aria-live="polite"
    >
      {!isSame && (
        <Stack gap={4}>
          <Names names={gone} word="fewer" />
          <Names names={added} word="more" />
          <Text size="sm">{tokenWords(after.data.tokens - before.data.tokens)}</Text>
        </Stack>
      )}
    </Alert>
  );
}

const namesOf = (tools: readonly { readonly name: string }[]) => new Set(tools.map(({ name }) => name));

const tokenWords = (difference: number) =>
  difference === 0
    ? 'As many tokens as now.'
    : `${amount(Math.abs(difference))} ${difference < 0 ? 'fewer' : 'more'} tokens of a model’s context.`;

function Names({ names, word }: { names: readonly string[]; word: 'fewer' | 'more' }) {
  const [opened, { toggle }] = useDisclosure();
  if (names.length === 0) return null;
  const Chevron = opened ? ChevronDownIcon : ChevronRightIcon;
  return (
    <div>
      <UnstyledButton onClick={toggle} aria-expanded={opened} fz="sm" fw={600}>
        <Chevron aria-hidden /> {`${counted(names.length, 'tool')} ${word}`}
      </UnstyledButton>
      <Collapse expanded={opened}>
        <ToolNames names={names} withPadding mt={4} />
      </Collapse>
    </div>
  );
}
