import { Badge } from '@mantine/core';
import type { Schemas } from '../../api/client.ts';

type Effect = Schemas['AvailableTool']['effect'];

const COLORS: Record<Effect, string> = { read: 'teal', write: 'indigo', destructive: 'red' };

/** What a tool does to Looker's content. */
export function EffectBadge({ effect }: { effect: Effect }) {
  return (
    <Badge size="sm" color={COLORS[effect]} miw={84}>
      {effect}
    </Badge>
  );
}
