import { Button } from '@mantine/core';
import { useDocumentTitle } from '@mantine/hooks';
import { Link } from '@tanstack/react-router';
import { EmptyState } from './empty-state.tsx';

const toServers = (
  <Button component={Link} to="/">
    Go to the MCP servers
  </Button>
);

export function NotFoundPage() {
  return (
    <EmptyState title="There is no such page" action={toServers}>
      The address may be mistyped, or what it showed may have been deleted.
    </EmptyState>
  );
}

/** For an id that nothing has; what another organization has looks the same. */
export function NotFoundState() {
  useDocumentTitle('Not found · looker-mcp-gateway');
  return (
    <EmptyState title="Not found" action={toServers}>
      There is nothing at this address. It may have been deleted, or the link may be mistyped.
    </EmptyState>
  );
}
