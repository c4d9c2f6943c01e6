import { Alert, Button, Group, Text } from '@mantine/core';
import { ApiProblem, isChangedMeanwhile, problemText, problemTitle } from '../api/api-problem.ts';

/** Says what went wrong, and offers to try again. */
export function ProblemState({ problem, onRetry }: { problem: unknown; onRetry?: () => void }) {
  const requestId = problem instanceof ApiProblem ? problem.requestId : null;
  return (
    <Alert color={isChangedMeanwhile(problem) ? 'yellow' : 'red'} title={problemTitle(problem)} role="alert">
      <Text size="sm" className="long-text">
        {problemText(problem)}
      </Text>
      {requestId !== null && (
        <Text size="xs" mt="xs" className="long-text">
          Request {requestId}
        </Text>
      )}
      {onRetry !== undefined && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={onRetry}>
            Try again
          </Button>
        </Group>
      )}
    </Alert>
  );
}
