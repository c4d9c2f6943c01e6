import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsBoolean, IsIn } from 'class-validator';
import { IsInstant } from '../http/input/instant.js';
import { IsIntBetween } from '../http/input/integers.js';
import { AllMayBeLeftOut, IsObjectOf, MayBeLeftOut, MayBeNull } from '../http/input/presence.js';
import { IsName, IsText } from '../http/input/text.js';
import { TOOLSETS, type Toolset } from '../tools/catalogue/tool.js';
import { TOOL_EXPOSURES, type ToolExposure } from '../tools/selection/exposed-tools.js';
import { TOKENIZER } from '../tools/selection/tool-cost.js';
import { SignInConfigDto } from './sign-in-config.js';

const NAMES_MAX = 1000;
/** Far longer than any name of a tool, a method or a tag. */
const NAME_CHARACTERS_MAX = 128;

const IsListOfNames = () =>
  applyDecorators(
    ApiProperty({ type: [String] }),
    IsText(1, NAME_CHARACTERS_MAX, { each: true }),
    ArrayUnique(),
    ArrayMaxSize(NAMES_MAX),
    IsArray(),
  );

export class ToolNamesDto {
  @ApiProperty({ example: ['looker_query_run_inline'] })
  @MayBeLeftOut()
  @IsListOfNames()
  include?: string[];

  @ApiProperty({ example: ['delete_a_looker_dashboard_by_id'] })
  @MayBeLeftOut()
  @IsListOfNames()
  exclude?: string[];
}

export class CallLimitsDto {
  @ApiProperty({ default: 1000, description: 'Rows of a query.' })
  @MayBeLeftOut()
  @IsIntBetween(1, 100_000)
  rows?: number;

  @ApiProperty({ default: 150_000 })
  @MayBeLeftOut()
  @IsIntBetween(1000, 1_000_000)
  characters?: number;

  @ApiProperty({
    default: 200,
    description: 'A query that takes longer goes on in Looker, and the call answers with a handle to its results.',
  })
  @MayBeLeftOut()
  @IsIntBetween(5, 3600)
  seconds?: number;
}

export class McpServerConfigDto extends SignInConfigDto {
  @ApiProperty({
    enum: TOOLSETS,
    isArray: true,
    default: ['api'],
    description:
      '`api`: Looker’s API, a tool an operation. `tasks`: what people want done, a tool a task, named as other servers for Looker name them; their groups are tags.',
  })
  @MayBeLeftOut()
  @IsIn(TOOLSETS, { each: true })
  @ArrayUnique()
  @ArrayMinSize(1)
  @IsArray()
  toolsets?: Toolset[];

  @ApiProperty({
    example: ['read'],
    description:
      '`read`, `write`, `custom`, or exact method names such as `search`. A tool must have one of them. Of task tools `write` admits each that changes something, and their methods are the first words of their names.',
  })
  @MayBeLeftOut()
  @IsListOfNames()
  methods?: string[];

  @ApiProperty({
    example: ['dashboards'],
    description: 'Tags of which a tool must have one. Left out: no filter by tag.',
  })
  @MayBeLeftOut()
  @IsListOfNames()
  tags?: string[];

  @ApiProperty({
    type: () => ToolNamesDto,
    description: 'Names of tools that are in, or out, whatever methods and tags say.',
  })
  @MayBeLeftOut()
  @IsObjectOf(() => ToolNamesDto)
  tools?: ToolNamesDto;

  @ApiProperty({
    enum: TOOL_EXPOSURES,
    default: 'auto',
    description:
      '`auto` lists every tool where they are at most 128 and fit tools_tokens_max (20000 unless given), else up to 40 that are needed most, with tools that search and call the others. `all` lists every tool. `discovery` lists those that search and call alone. A tool that the filter admits can be called by its name, listed or not.',
  })
  @MayBeLeftOut()
  @IsIn(TOOL_EXPOSURES)
  tool_exposure?: ToolExposure;

  @ApiProperty({
    type: Number,
    description: `How many tokens (${TOKENIZER}) tools/list may take; more are refused, or with \`auto\` left to the search. Null: no bound.`,
  })
  @MayBeLeftOut()
  @MayBeNull()
  @IsIntBetween(100, 10_000_000)
  tools_tokens_max?: number | null;

  @ApiProperty({
    default: false,
    description:
      'The call log keeps the arguments of each call, up to 16 KiB, with secrets masked. Else it keeps their digest and size.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  log_arguments?: boolean;

  @ApiProperty({
    type: () => CallLimitsDto,
    description: 'How much one call may answer and how long it may take, unless it asks for less.',
  })
  @MayBeLeftOut()
  @IsObjectOf(() => CallLimitsDto)
  limits?: CallLimitsDto;
}

export class CreateMcpServerDto {
  @ApiProperty({ example: 'Looker BI Agent' })
  @IsName()
  name: string;

  @ApiProperty({
    description:
      'Says which tools the URL may use, with `methods`, or with `tools.include` alone; for all tools, methods ["read", "write", "custom"]. A PATCH merges it into what is there, down to single values; lists are replaced.',
  })
  @IsObjectOf(() => McpServerConfigDto)
  config: McpServerConfigDto;

  @ApiProperty({
    type: String,
    format: 'date-time',
    description: 'When the URL stops working, to the second; at least 60 seconds ahead. Null or left out: never.',
  })
  @MayBeLeftOut()
  @MayBeNull()
  @IsInstant()
  expires_at?: string | null;
}

export class ChangeMcpServerDto extends AllMayBeLeftOut(CreateMcpServerDto) {}

export class RotateMcpServerDto {
  @ApiProperty({
    default: 0,
    description:
      'For how many seconds the URL until now goes on working beside the new one. With 0 every earlier URL ends at once, those in the grace of an earlier rotation included.',
  })
  @MayBeLeftOut()
  @IsIntBetween(0, 86_400)
  grace_seconds?: number;
}
