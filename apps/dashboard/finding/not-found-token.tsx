import { Alert } from '@mantine/core';
import { ApiProblem } from '../api/api-problem.ts';
import { ProblemState } from '../states/problem-state.tsx';

/** That nobody here has or had the token, that it is none, or why that cannot be said. */
export function NotFoundToken({ problem }: { problem: unknown }) {
  if (!(problem instanceof ApiProblem) || problem.status !== 404) return <ProblemState problem={problem} />;
  // The gateway names the field where a token's own checksum tells that it is not whole.
  if (problem.fields.length > 0)
    return (
      <Alert color="gray" title="This is no whole URL or token" role="status">
        It is mistyped or cut off: paste all of it, from lmg_ to its end. If you have only its last four characters,
        look for them in the list of MCP servers.
      </Alert>
    );
  return (
    <Alert color="gray" title="It is none of this organization" role="status">
      It is whole, but no MCP URL or API token that you may see is, or was, this one.
    </Alert>
  );
}
