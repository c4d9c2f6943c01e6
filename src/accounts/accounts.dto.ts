import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsUrl } from 'class-validator';
import { AllMayBeLeftOut, IsObjectOf, MayBeLeftOut } from '../http/input/presence.js';
import { IsNameList } from '../http/input/query-values.js';
import { IsName, IsText } from '../http/input/text.js';

export class LookerCredentialsDto {
  @ApiProperty({ example: 'https://acme.cloud.looker.com', description: 'Address of the Looker API, without a path.' })
  @IsUrl(
    { require_tld: false, require_protocol: true, protocols: ['http', 'https'] },
    { message: '$property must be an address such as https://acme.cloud.looker.com' },
  )
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
}

/** The filter of a server's config as comma-separated lists, as in `?methods=read,search&tags=dashboards`. */
export class ToolsQuery {
  @IsNameList('read,write')
  methods?: string[];

  @IsNameList('dashboards,looks')
  tags?: string[];

  @IsNameList('looker_query_run_inline')
  include?: string[];

  @IsNameList('delete_a_looker_dashboard_by_id')
  exclude?: string[];
}
