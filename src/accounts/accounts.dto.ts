import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsIn, IsUrl } from 'class-validator';
import { AllMayBeLeftOut, IsObjectOf, MayBeLeftOut } from '../http/presence.js';
import { IsName, IsText } from '../http/text.js';

const commaList = () =>
  Transform(({ value }) => (typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value));

export class LookerCredentialsDto {
  @ApiProperty({ example: 'https://acme.cloud.looker.com', description: 'Address of the Looker API, without a path.' })
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  @IsText(1, 300)
  base_url: string;

  @ApiProperty({ description: 'Client id of a Looker API key.' })
  @IsText(1, 300)
  client_id: string;

  @ApiProperty({ description: 'Client secret of the same key. Sealed at once; never shown again.', writeOnly: true })
  @IsText(1, 300)
  client_secret: string;
}

export class CreateAccountDto {
  @ApiProperty({ example: 'Acme BI' })
  @IsName()
  name: string;

  @ApiProperty({ enum: ['looker'], default: 'looker', required: false })
  @MayBeLeftOut()
  @IsIn(['looker'])
  integration?: 'looker';

  @ApiProperty()
  @IsObjectOf(() => LookerCredentialsDto)
  looker: LookerCredentialsDto;
}

export class ChangeLookerCredentialsDto extends AllMayBeLeftOut(LookerCredentialsDto) {}

export class ChangeAccountDto {
  @ApiProperty({ required: false })
  @MayBeLeftOut()
  @IsName()
  name?: string;

  @ApiProperty({ required: false, description: 'What is left out stays as it is. Changes are tried on Looker first.' })
  @MayBeLeftOut()
  @IsObjectOf(() => ChangeLookerCredentialsDto)
  looker?: ChangeLookerCredentialsDto;
}

/** Tools have the longest names of all. */
const NAME_CHARACTERS_MAX = 128;

/** A list of texts in a query string, separated by commas. */
const isCommaList = (example: string, itemsMax: number) =>
  applyDecorators(
    ApiProperty({ required: false, type: String, example, maxLength: itemsMax * (NAME_CHARACTERS_MAX + 1) }),
    MayBeLeftOut(),
    commaList(),
    IsArray(),
    ArrayMaxSize(itemsMax),
    IsText(0, NAME_CHARACTERS_MAX, { each: true }),
  );

/** The filter of a server's config as comma-separated lists, as in `?methods=read,search&tags=dashboards`. */
export class ToolsQuery {
  @isCommaList('read,write', 1000)
  methods?: string[];

  @isCommaList('dashboards,looks', 1000)
  tags?: string[];

  @isCommaList('looker_query_run_inline', 1000)
  include?: string[];

  @isCommaList('delete_a_looker_dashboard_by_id', 1000)
  exclude?: string[];
}
