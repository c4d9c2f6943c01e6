import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';

const row = { size: 'compact-sm', variant: 'subtle' } as const;

export const ReportLink = ({ id, name }: { id: string; name: string }) => (
  <Button component={Link} to={`/contractors/${id}`} {...row} aria-label={`Report on ${name}`}>
    Report
  </Button>
);

export const ExtendButton = ({ name, onClick }: { name: string; onClick: () => void }) => (
  <Button {...row} aria-label={`Change expiry of ${name}`} onClick={onClick}>
    Change expiry
  </Button>
);
