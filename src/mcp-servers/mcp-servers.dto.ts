import { ApiProperty, PartialType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayUnique,
  IsArray,
  IsBoolean,
  IsDefined,
  IsIn,
  IsOptional,
  IsString,
  Length,
  Matches,
  ValidateNested,
} from 'class-validator';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/;
const INSTANT_RULE = 'expires_at must be an ISO 8601 time with a zone, such as 2027-01-31T18:00:00Z, or null';

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
  @Matches(INSTANT, { message: INSTANT_RULE })
  expires_at?: string | null;
}

export class ChangeMcpServerDto extends PartialType(CreateMcpServerDto) {}
