import { NavLink } from '@mantine/core';
import {
  ActivityLogIcon,
  CountdownTimerIcon,
  FileTextIcon,
  GearIcon,
  Link2Icon,
  PersonIcon,
  StackIcon,
} from '@radix-ui/react-icons';
import { Link, useMatchRoute } from '@tanstack/react-router';

const PLACES = [
  { to: '/servers', label: 'MCP servers', icon: Link2Icon },
  { to: '/contractors', label: 'Contractors', icon: CountdownTimerIcon },
  { to: '/accounts', label: 'Integrated accounts', icon: StackIcon },
  { to: '/activity', label: 'Activity', icon: ActivityLogIcon },
  { to: '/people', label: 'People and keys', icon: PersonIcon },
  { to: '/organization', label: 'Organization', icon: GearIcon },
] as const;

export function Navigation({ onChosen }: { onChosen: () => void }) {
  const matches = useMatchRoute();
  return (
    <nav aria-label="Dashboard">
      {PLACES.map(({ to, label, icon: Icon }) => (
        <NavLink
          key={to}
          component={Link}
          to={to}
          label={label}
          leftSection={<Icon aria-hidden />}
          active={matches({ to, fuzzy: true }) !== false}
          onClick={onChosen}
          variant="light"
          style={{ borderRadius: 'var(--mantine-radius-md)' }}
        />
      ))}
      <NavLink
        href="/docs"
        target="_blank"
        rel="noreferrer"
        label="API reference"
        leftSection={<FileTextIcon aria-hidden />}
        style={{ borderRadius: 'var(--mantine-radius-md)' }}
      />
    </nav>
  );
}
