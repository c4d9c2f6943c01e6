import { ApiProperty, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  Min,
  ValidateNested,
} from 'class-validator';
import { INSTANT, instantRule } from '../http/instant.js';

export class McpServerConfigDto {
  @ApiProperty({
    required: false,
    type: [String],
    example: ['read'],
    description: '`read`, `write`, `custom`, or exact method names such as `search`. Left out: no filter by method.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsString({ each: true })
  methods?: string[];

  @ApiProperty({
    required: false,
    type: [String],
    example: ['dashboards'],
    description: 'Tags of which a tool must have one. Left out: no filter by tag.',
  })
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ArrayUnique()
  @IsString({ each: true })
  tags?: string[];

  @ApiProperty({
    required: false,
    default: false,
    description: 'The URL alone is not enough: each request must also carry an API token of the organization.',
  })
  @IsOptional()
  @IsBoolean()
  require_api_token_auth?: boolean;

  @ApiProperty({ required: false, enum: ['all'], default: 'all' })
  @IsOptional()
  @IsIn(['all'])
  tool_exposure?: 'all';

  @ApiProperty({
    required: false,
    default: false,
    description:
      'The call log keeps the arguments of each call, up to 16 KiB, with secrets masked. Else it keeps their digest and size.',
  })
  @IsOptional()
  @IsBoolean()
  log_arguments?: boolean;
}

export class CreateMcpServerDto {
  @ApiProperty({ example: 'Looker BI Agent' })
  @IsString()
  @Length(1, 200)
  name: string;

  @ApiProperty({ required: false })
  @IsOptional()
  @IsDefined()
  @ValidateNested()
  @Type(() => McpServerConfigDto)
  config?: McpServerConfigDto;

  @ApiProperty({
    required: false,
    type: String,
    format: 'date-time',
    nullable: true,
    description: 'When the URL stops working, to the second; at least 60 seconds ahead. Null or left out: never.',
  })
  @IsOptional()
  @Matches(INSTANT, { message: instantRule('expires_at') })
  expires_at?: string | null;
}

export class ChangeMcpServerDto extends PartialType(CreateMcpServerDto) {}

export class RotateMcpServerDto {
  @ApiProperty({
    required: false,
    default: 0,
    minimum: 0,
    maximum: 86_400,
    description: 'For how many seconds the old URL goes on working beside the new one.',
  })
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(86_400)
  grace_seconds?: number;
}
