import { Alert, List } from '@mantine/core';
import type { Schemas } from '../../api/client.ts';

export type ShownTools = Schemas['ShownToolsView'];

const amount = (number: number) => number.toLocaleString('en');

/** `464 tools: clients see 24 and a search for the others, 8,200 tokens of a model’s context` */
export const shownWords = ({ count, exposure, listed, tokens }: ShownTools): string => {
  const tools = `${amount(count)} ${count === 1 ? 'tool' : 'tools'}`;
  const cost = `${amount(tokens)} tokens of a model’s context`;
  if (exposure === 'all') return `${tools}, ${cost}`;
  const seen = exposure === 'core' ? `${listed}, a search for the others among them` : 'a search for them';
  return `${tools}: clients see ${seen}, ${cost}`;
};

/** `28 of 464 tools, 11,743 tokens` */
export const seenWords = ({ count, exposure, listed, tokens }: ShownTools): string => {
  const tools = `${amount(count)} ${count === 1 ? 'tool' : 'tools'}`;
  const seen =
    exposure === 'discovery' ? `a search for ${tools}` : exposure === 'all' ? tools : `${listed} of ${tools}`;
  return `${seen}, ${amount(tokens)} tokens`;
};

/** What clients make of a list that is too long for them. */
export function ListWarnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <Alert color="yellow" title="Some clients will not take this list">
      <List size="sm">
        {warnings.map((warning) => (
          <List.Item key={warning}>{warning}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
