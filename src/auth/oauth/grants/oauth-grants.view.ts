import { ApiProperty } from '@nestjs/swagger';
import { IsUUID } from 'class-validator';
import { type ColumnsOf, nullable, nullableTime, PageOf, viewOf } from '../../../http/answers/record-view.js';
import { MayBeLeftOut } from '../../../http/input/presence.js';
import { PageQuery } from '../../../http/page.js';
import { SIGN_INS, type SignInKind } from '../../../mcp-servers/sign-in-config.js';

/** What the record of a sign-in holds for callers. */
export class OauthGrantColumns {
  @ApiProperty({ format: 'uuid' }) id: string;
  @ApiProperty({ format: 'uuid' }) mcp_server_id: string;
  @ApiProperty({ description: 'What people call whoever signed in: an e-mail address, or a name.' }) person: string;
  @ApiProperty({ ...nullable(String), format: 'uuid', description: 'Where the person signed in as a member.' })
  member_id: string | null;
  @ApiProperty({
    description:
      'What the client calls itself, which nobody has verified; or what the admin called it who registered it.',
  })
  client_name: string;
  @ApiProperty({ description: 'The host that the client’s answers went to.' }) client_host: string;
  @ApiProperty({ type: [String] }) scopes: string[];
  @ApiProperty(nullableTime) last_used_at: string | null;
  @ApiProperty({ format: 'date-time' }) created_at: string;
}

/** Somebody who let a client in at an MCP server, as callers see it. */
export class OauthGrantView extends OauthGrantColumns {
  @ApiProperty({
    enum: SIGN_INS,
    description: 'Where the person signed in: at Looker, as a member, or at the organization’s OpenID provider.',
  })
  sign_in: SignInKind;
}

export class OauthGrantPage extends PageOf(OauthGrantView) {}

export class OauthGrantsQuery extends PageQuery {
  @ApiProperty({ format: 'uuid', description: 'Those of one MCP server only.' })
  @MayBeLeftOut()
  @IsUUID()
  mcp_server_id?: string;

  @ApiProperty({
    format: 'uuid',
    description: 'Those of one member only: your own, by the `member.id` of GET /session.',
  })
  @MayBeLeftOut()
  @IsUUID()
  member_id?: string;
}

const view = viewOf(OauthGrantView);

type Grant = Omit<ColumnsOf<OauthGrantView>, 'signIn'> & { readonly openidPersonId: string | null };

/** How somebody signed in. */
export const signInOf = ({ memberId, openidPersonId }: Pick<Grant, 'memberId' | 'openidPersonId'>): SignInKind => {
  if (memberId !== null) return 'member';
  return openidPersonId === null ? 'looker' : 'openid_provider';
};

export const oauthGrantView = (grant: Grant): OauthGrantView => view({ ...grant, signIn: signInOf(grant) });
