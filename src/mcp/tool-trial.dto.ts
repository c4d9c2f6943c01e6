import { ApiProperty } from '@nestjs/swagger';
import { IsObject, IsOptional, IsString, Length } from 'class-validator';

export class ToolTrialDto {
  @ApiProperty({ example: 'looker_dashboards_search' })
  @IsString()
  @Length(1, 128)
  tool_name: string;

  @ApiProperty({ required: false, type: Object, example: { title: 'Sales' }, description: 'As of tools/call.' })
  @IsOptional()
  @IsObject()
  arguments?: Record<string, unknown>;
}
