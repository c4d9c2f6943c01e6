import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, Matches } from 'class-validator';
import { AllMayBeLeftOut, IsObjectOf, MayBeLeftOut, MayBeNull } from '../http/input/presence.js';
import { IsName, IsText } from '../http/input/text.js';
import { TOOLSETS, type Toolset } from '../tools/catalogue/tool.js';
import { IsWebAddress } from '../values/web-address.js';
import { CLIENT_GUID } from './looker-apps/app-presets.js';
import { CLIENT_GUID_RULE } from './looker-apps/looker-apps.dto.js';

export class LookerCredentialsDto {
  @ApiProperty({ example: 'https://acme.cloud.looker.com', description: 'Address of the Looker API, without a path.' })
  // Who names a user in it is told so by the rules for addresses of Lookers.
  @IsWebAddress('https://acme.cloud.looker.com', { mayNameUser: true })
  @IsText(1, 300)
  base_url: string;

  @ApiProperty({ description: 'Client id of a Looker API key.' })
  @IsName(300)
  client_id: string;

  @ApiProperty({ description: 'Client secret of the same key. Sealed at once; never shown again.', writeOnly: true })
  @IsName(300)
  client_secret: string;
}

export class CreateAccountDto {
  @ApiProperty({ example: 'Acme BI' })
  @IsName()
  name: string;

  @ApiProperty({ enum: ['looker'], default: 'looker' })
  @MayBeLeftOut()
  @IsIn(['looker'])
  integration?: 'looker';

  @ApiProperty()
  @IsObjectOf(() => LookerCredentialsDto)
  looker: LookerCredentialsDto;
}

export class ChangeLookerCredentialsDto extends AllMayBeLeftOut(LookerCredentialsDto) {}

export class ChangeAccountDto {
  @MayBeLeftOut()
  @IsName()
  name?: string;

  @ApiProperty({ description: 'What is left out stays as it is. Changes are tried on Looker first.' })
  @MayBeLeftOut()
  @IsObjectOf(() => ChangeLookerCredentialsDto)
  looker?: ChangeLookerCredentialsDto;

  @ApiProperty({
    type: String,
    description:
      'By which OAuth app in Looker people sign in there, where an administrator registered it by hand. Null: none, nobody can. Another base_url without it ends the one before.',
  })
  @MayBeLeftOut()
  @MayBeNull()
  @Matches(CLIENT_GUID, { message: CLIENT_GUID_RULE })
  @IsText(1, 255)
  oauth_client_guid?: string | null;
}

const NAMES_MAX = 1000;
/** Servers take addresses and headers of 16 KiB in all. */
const CHARACTERS_MAX = 12_000;
const NAME = '[A-Za-z0-9_.-]{1,128}';

/** A list of names in a query, separated by commas, as in `?methods=read,search`. */
export const IsNameList = (example: string): PropertyDecorator =>
  applyDecorators(
    MayBeLeftOut(),
    ApiProperty({
      type: String,
      example,
      maxLength: CHARACTERS_MAX,
      pattern: `^${NAME}(,${NAME})*$`,
      description: 'Names, separated by commas.',
    }),
    Transform(({ value }) => (typeof value === 'string' ? value.split(/ *, */) : null)),
    IsArray(),
    ArrayMaxSize(NAMES_MAX),
    Matches(new RegExp(`^${NAME}$`), {
      each: true,
      message: '$property must be names of letters, digits, and _ . -, separated by commas',
    }),
  );

/** The filter of a server's config as comma-separated lists, as in `?methods=read,search&tags=dashboards`. */
export class ToolsQuery {
  @IsNameList('api,tasks')
  @IsIn(TOOLSETS, { each: true })
  toolsets?: Toolset[];

  @IsNameList('read,write')
  methods?: string[];

  @IsNameList('dashboards,looks')
  tags?: string[];

  @IsNameList('looker_query_run_inline')
  include?: string[];

  @IsNameList('delete_a_looker_dashboard_by_id')
  exclude?: string[];
}
