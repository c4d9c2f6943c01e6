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

/** The filter of a server's config as comma-separated lists, as in `?methods=read,search&tags=dashboards`. */
export class ToolsQuery {
  @ApiProperty({ required: false, type: String, example: 'read,write' })
  @IsOptional()
  @commaList()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  methods?: string[];

  @ApiProperty({ required: false, type: String, example: 'dashboards,looks' })
  @IsOptional()
  @commaList()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  tags?: string[];

  @ApiProperty({ required: false, type: String, example: 'looker_query_run_inline' })
  @IsOptional()
  @commaList()
  @IsArray()
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  include?: string[];

  @ApiProperty({ required: false, type: String, example: 'looker_query_run_inline' })
  @IsOptional()
  @commaList()
  @IsArray()
  @ArrayMaxSize(1000)
  @IsString({ each: true })
  exclude?: string[];
}
