import { Anchor, Stack, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { EndsIn } from './fingerprint.tsx';

interface RecordNameProps {
  readonly name: string;
  /** The page of the record, where it has one. */
  readonly to?: string;
  /** What it is, or what it belongs to. */
  readonly place: string;
  readonly fingerprint: string | null;
}

/** What has a token, by its name, and what tells it from others of that name. */
export function RecordName({ name, to, place, fingerprint }: RecordNameProps) {
  return (
    <Stack gap={0}>
      {to === undefined ? (
        <Text span fw={600} inherit className="long-text">
          {name}
        </Text>
      ) : (
        <Anchor component={Link} to={to} fw={600} className="long-text">
          {name}
        </Anchor>
      )}
      <Text size="sm" c="dimmed">
        {place}
        <EndsIn fingerprint={fingerprint} />
      </Text>
    </Stack>
  );
}
