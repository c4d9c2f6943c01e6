import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { ROW_BUTTON } from '../records/record-table.tsx';

export const ReportLink = ({ id, name }: { id: string; name: string }) => (
  <Button component={Link} to={`/contractors/${id}`} {...ROW_BUTTON} aria-label={`Report on ${name}`}>
    Report
  </Button>
);

export const ExtendButton = ({ name, onClick }: { name: string; onClick: () => void }) => (
  <Button {...ROW_BUTTON} aria-label={`Change expiry of ${name}`} onClick={onClick}>
    Change expiry
  </Button>
);
