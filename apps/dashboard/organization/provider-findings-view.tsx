import { Alert, List } from '@mantine/core';
import type { ProviderFindings } from './openid-provider-queries.ts';

/** What a look at a provider has found, and what to do about it. */
export function ProviderFindingsView({ findings: { problems, remarks } }: { findings: ProviderFindings }) {
  const isGood = problems.length === 0;
  return (
    <Alert
      color={isGood ? (remarks.length === 0 ? 'teal' : 'yellow') : 'red'}
      title={isGood ? 'It answers, and people can be sent there' : 'Nobody could sign in there'}
      role="status"
    >
      {isGood && 'Whether it takes the client ID and secret shows when somebody signs in.'}
      <List size="sm" mt={isGood && remarks.length > 0 ? 'xs' : 0}>
        {[...problems, ...remarks].map((each) => (
          <List.Item key={each} className="long-text">
            {each}
          </List.Item>
        ))}
      </List>
    </Alert>
  );
}
