import { Alert } from '@mantine/core';
import { ApiProblem } from '../api/api-problem.ts';
import { ProblemState } from '../shell/problem-state.tsx';

/** That nobody here has or had the token, or why that cannot be said. */
export function NotFoundToken({ problem }: { problem: unknown }) {
  if (!(problem instanceof ApiProblem) || problem.status !== 404) return <ProblemState problem={problem} />;
  return (
    <Alert color="gray" title="It is none of this organization" role="status">
      No MCP URL or API token that you may see is, or was, this one. Check that you pasted all of it.
    </Alert>
  );
}
