import { Alert } from '@mantine/core';
import type { Schemas } from '../../api/client.ts';
import { amount, counted } from '../../records/amounts.ts';
import { Sentences } from '../../records/sentences.tsx';

export type ShownTools = Schemas['ShownToolsView'];

/** `464 tools: clients see 24 and a search for the others, 8,200 tokens of a model’s context` */
export const shownWords = ({ count, exposure, listed, tokens }: ShownTools): string => {
  const tools = counted(count, 'tool');
  const cost = `${amount(tokens)} tokens of a model’s context`;
  if (exposure === 'all') return `${tools}, ${cost}`;
  const seen = exposure === 'core' ? `${listed}, a search for the others among them` : 'a search for them';
  return `${tools}: clients see ${seen}, ${cost}`;
};

/** `28 of 464 tools, 11,743 tokens` */
export const seenWords = ({ count, exposure, listed, tokens }: ShownTools): string => {
  const tools = counted(count, 'tool');
  const seen =
    exposure === 'discovery' ? `a search for ${tools}` : exposure === 'all' ? tools : `${listed} of ${tools}`;
  return `${seen}, ${amount(tokens)} tokens`;
};

/** What clients make of a list that is too long for them. */
export function ListWarnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <Alert color="yellow" title="Some clients will not take this list">
      <Sentences sentences={warnings} size="sm" spacing={0} />
    </Alert>
  );
}
