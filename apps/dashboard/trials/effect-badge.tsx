import { Badge } from '@mantine/core';
import { EFFECT_COLORS } from '../servers/tool-preview.tsx';
import type { ServerTool } from './trial-queries.ts';

export function EffectBadge({ effect }: Pick<ServerTool, 'effect'>) {
  return (
    <Badge size="sm" variant="light" color={EFFECT_COLORS[effect]} tt="none" miw={84}>
      {effect}
    </Badge>
  );
}
