import { Grid } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Section } from '../../frame/section.tsx';
import { useMay } from '../../session/session-query.ts';
import { formConfig, initialValues, useIssueForm } from '../issuing/issue-form.ts';
import type { Server } from '../server-queries.ts';
import { ToolChoiceFields } from '../tools/tool-choice-fields.tsx';
import {
  type FilterConfig,
  filterOf,
  isSameFilter,
  type LeastPrivilege,
  replayQuery,
  type Suggestion,
} from './least-privilege-queries.ts';
import { RefusedCalls } from './refused-calls.tsx';
import { NarrowButton, ReplayCard } from './replay-card.tsx';
import { SuggestionCards, type SuggestionName } from './suggestion-cards.tsx';
import { useNarrow } from './use-narrow.tsx';

const DEBOUNCE_MS = 250;

interface NarrowingProps {
  readonly server: Server;
  readonly report: LeastPrivilege;
  /** What the form begins with. */
  readonly suggestion: Suggestion;
}

const narrowed = ({ config }: Server, filter: FilterConfig) => formConfig({ ...config, ...filter });

const chosenOf = ({ suggestions }: LeastPrivilege, filter: FilterConfig): SuggestionName | null => {
  const isChosen = (suggestion: Suggestion | null) => suggestion !== null && isSameFilter(suggestion.config, filter);
  if (isChosen(suggestions.by_name)) return 'by_name';
  return isChosen(suggestions.by_area) ? 'by_area' : null;
};

/** A suggestion, changed as one likes, and at each change what the calls so far would have come to with it. */
export function Narrowing({ server, report, suggestion }: NarrowingProps) {
  const may = useMay('mcp_servers:write');
  const { id: serverId, integrated_account_id: accountId, name } = server;
  const form = useIssueForm(initialValues(accountId, { name, config: { ...server.config, ...suggestion.config } }));
  const filter = filterOf(form.values.config);
  const [settled] = useDebouncedValue(filter, DEBOUNCE_MS);
  const replay = useQuery({
    ...replayQuery({ accountId, serverId, days: report.days }, settled),
    placeholderData: keepPreviousData,
  });
  const narrow = useNarrow(server);
  const isWider = replay.data !== undefined && replay.data.offer.count > report.allowed.count;
  const isSettled = isSameFilter(filter, settled) && replay.isSuccess && !replay.isPlaceholderData;
  return (
    <>
      <Grid gap="md">
        <Grid.Col span={{ base: 12, lg: 7 }}>
          <Section
            title="Narrow it to what it needed"
            lead={may ? 'Begin with a suggestion; keep more, or less, as you know it better.' : undefined}
          >
            <SuggestionCards
              suggestions={report.suggestions}
              chosen={chosenOf(report, filter)}
              onChosen={({ config }) => form.setFieldValue('config', narrowed(server, config))}
            />
            {may && <ToolChoiceFields form={form} />}
          </Section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, lg: 5 }}>
          <ReplayCard
            replay={replay}
            allowed={report.allowed}
            action={
              may && (
                <NarrowButton
                  label={isWider ? 'Change it' : 'Narrow it'}
                  isOff={!isSettled || isSameFilter(filter, server.config)}
                  isPending={narrow.isPending}
                  onClick={() => narrow.mutate(filter)}
                />
              )
            }
          />
        </Grid.Col>
      </Grid>
      {replay.data !== undefined && <RefusedCalls replay={replay.data} />}
    </>
  );
}
