import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { EmptyState } from '../states/empty-state.tsx';

/** Stands where a URL could be issued if there were an account. */
export function ConnectFirst() {
  return (
    <EmptyState
      title="Connect a Looker instance first"
      action={
        <Button component={Link} to="/accounts">
          Go to the integrated accounts
        </Button>
      }
    >
      URLs are issued on top of an integrated account.
    </EmptyState>
  );
}
