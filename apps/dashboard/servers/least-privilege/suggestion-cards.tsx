import { Group, Radio, Stack, Text } from '@mantine/core';
import { amount } from '../../records/amounts.ts';
import type { LeastPrivilege, Suggestion } from './least-privilege-queries.ts';
import { suggestionWords, toolCount } from './privilege-words.ts';

type Suggestions = LeastPrivilege['suggestions'];
export type SuggestionName = keyof Suggestions;

const TITLES: Record<SuggestionName, string> = {
  by_name: 'Exactly what it used',
  by_area: 'The areas that it used',
};
const ORDER: readonly SuggestionName[] = ['by_name', 'by_area'];

interface SuggestionCardsProps {
  readonly suggestions: Suggestions;
  /** Null: it was changed since. */
  readonly chosen: SuggestionName | null;
  readonly onChosen: (suggestion: Suggestion) => void;
}

/** The suggested filters; the one that was chosen fills the form. */
export function SuggestionCards({ suggestions, chosen, onChosen }: SuggestionCardsProps) {
  const choose = (value: string) => {
    const name = ORDER.find((each) => each === value);
    const suggestion = name === undefined ? null : suggestions[name];
    if (suggestion !== null) onChosen(suggestion);
  };
  return (
    <Radio.Group value={chosen} onChange={choose} aria-label="Suggestion">
      <Stack gap="sm">
        {ORDER.map((name) => {
          const suggestion = suggestions[name];
          return suggestion === null ? null : <Card key={name} name={name} suggestion={suggestion} />;
        })}
      </Stack>
    </Radio.Group>
  );
}

function Card({ name, suggestion: { config, offer } }: { name: SuggestionName; suggestion: Suggestion }) {
  const size = `${toolCount(offer.count)}, ${amount(offer.tokens)} tokens`;
  const words = suggestionWords(config);
  return (
    <Radio.Card value={name} p="sm" aria-label={`${TITLES[name]}: ${size}. ${words}`}>
      <Group wrap="nowrap" align="flex-start">
        <Radio.Indicator />
        <div>
          <Text size="sm" fw={600}>
            {TITLES[name]}: {size}
          </Text>
          <Text size="sm" c="dimmed" className="long-text">
            {words}
          </Text>
        </div>
      </Group>
    </Radio.Card>
  );
}
