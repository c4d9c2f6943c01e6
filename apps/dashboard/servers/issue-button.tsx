import { Button, type ButtonProps } from '@mantine/core';
import { PlusIcon } from '@radix-ui/react-icons';
import { Link } from '@tanstack/react-router';
import { useMay } from '../session/session-query.ts';

/** Leads to where a URL is issued, for those who may. */
export function IssueButton({ to = '/servers/new', ...props }: { to?: string } & ButtonProps) {
  const may = useMay('mcp_servers:write');
  return may ? (
    <Button component={Link} to={to} leftSection={<PlusIcon />} {...props}>
      Issue a URL
    </Button>
  ) : null;
}
