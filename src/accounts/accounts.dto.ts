import { applyDecorators } from '@nestjs/common';
import { ApiProperty, PartialType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsDefined,
  IsIn,
  IsOptional,
  IsString,
  IsUrl,
  Length,
  MaxLength,
  ValidateNested,
} from 'class-validator';

const commaList = () =>
  Transform(({ value }) => (typeof value === 'string' ? value.split(',').map((item) => item.trim()) : value));

export class LookerCredentialsDto {
  @ApiProperty({ example: 'https://acme.cloud.looker.com', description: 'Address of the Looker API, without a path.' })
  @IsUrl({ require_tld: false, require_protocol: true, protocols: ['http', 'https'] })
  @MaxLength(300)
  base_url: string;

  @ApiProperty({ description: 'Client id of a Looker API key.' })
  @IsString()
  @Length(1, 300)
  client_id: string;

  @ApiProperty({ description: 'Client secret of the same key. Sealed at once; never shown again.', writeOnly: true })
  @IsString()
  @Length(1, 300)
  client_secret: string;
}

export class CreateAccountDto {
  @ApiProperty({ example: 'Acme BI' })
  @IsString()
  @Length(1, 200)
  name: string;

  @ApiProperty({ enum: ['looker'], default: 'looker', required: false })
  @IsOptional()
  @IsIn(['looker'])
  integration?: 'looker';

  @ApiProperty()
  @IsDefined()
  @ValidateNested()
  @Type(() => LookerCredentialsDto)
  looker: LookerCredentialsDto;
}

export class ChangeLookerCredentialsDto extends PartialType(LookerCredentialsDto) {}

export class ChangeAccountDto {
  @ApiProperty({ required: false })
  @IsOptional()
  @IsString()
  @Length(1, 200)
  name?: string;

  @ApiProperty({ required: false, description: 'What is left out stays as it is. Changes are tried on Looker first.' })
  @IsOptional()
  @ValidateNested()
  @Type(() => ChangeLookerCredentialsDto)
  looker?: ChangeLookerCredentialsDto;
}

/** Tools have the longest names of all. */
const NAME_CHARACTERS_MAX = 128;

/** A list of texts in a query string, separated by commas. */
const isCommaList = (example: string, itemsMax: number) =>
  applyDecorators(
    ApiProperty({ required: false, type: String, example, maxLength: itemsMax * (NAME_CHARACTERS_MAX + 1) }),
    IsOptional(),
    commaList(),
    IsArray(),
    ArrayMaxSize(itemsMax),
    IsString({ each: true }),
    MaxLength(NAME_CHARACTERS_MAX, { each: true }),
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
