import { ApiProperty } from '@nestjs/swagger';
import { IsObject } from 'class-validator';
import { MayBeLeftOut } from '../../http/input/presence.js';
import { IsName } from '../../http/input/text.js';

export class ToolTrialDto {
  @ApiProperty({ example: 'looker_dashboards_search' })
  @IsName(128)
  tool_name: string;

  @ApiProperty({ required: false, type: Object, example: { title: 'Sales' }, description: 'As of tools/call.' })
  @MayBeLeftOut()
  @IsObject()
  arguments?: Record<string, unknown>;
}
