import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { EmptyState } from './empty-state.tsx';

export function NotFoundPage() {
  return (
    <EmptyState
      title="There is no such page"
      action={
        <Button component={Link} to="/" mt="sm">
          Go to the MCP servers
        </Button>
      }
    >
      The address may be mistyped, or what it showed may have been deleted.
    </EmptyState>
  );
}
