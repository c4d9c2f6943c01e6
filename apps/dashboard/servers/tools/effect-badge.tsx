import { Badge } from '@mantine/core';
import type { ServerTool } from '../../trials/trial-queries.ts';
import { EFFECT_COLORS } from './tool-preview.tsx';

export function EffectBadge({ effect }: Pick<ServerTool, 'effect'>) {
  return (
    <Badge size="sm" variant="light" color={EFFECT_COLORS[effect]} tt="none" miw={84}>
      {effect}
    </Badge>
  );
}
