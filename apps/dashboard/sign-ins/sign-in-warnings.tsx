import { Alert } from '@mantine/core';
import { Sentences } from '../records/sentences.tsx';

/** Who is meant to sign in at a server and cannot, as things are. */
export function SignInWarnings({ warnings }: { warnings: readonly string[] }) {
  if (warnings.length === 0) return null;
  return (
    <Alert color="yellow" title="Not everybody can sign in">
      <Sentences sentences={warnings} size="sm" spacing={0} className="long-text" />
    </Alert>
  );
}
