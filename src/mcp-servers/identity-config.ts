import { ApiProperty } from '@nestjs/swagger';
import { IsBoolean, IsIn, Matches } from 'class-validator';
import { MayBeLeftOut, MayBeNull } from '../http/input/presence.js';
import { IsText } from '../http/input/text.js';

/** As whom Looker is called. */
export const IDENTITIES = ['service_account', 'fixed_user', 'caller'] as const;
export type IdentityKind = (typeof IDENTITIES)[number];

export interface IdentityConfig {
  readonly kind: IdentityKind;
  /** With "fixed_user": the id or e-mail address of a Looker user. */
  readonly user: string | null;
  /** Whether tools that have `act_as_user` take it: a call of an admin's as somebody else. */
  readonly act_as_user: boolean;
}

/** The id of a Looker user, or what may be an e-mail address. */
export const LOOKER_USER = /^(?:\d{1,20}|[^@\s]{1,64}@[^@\s]{1,190})$/;

export class IdentityConfigDto {
  @ApiProperty({
    enum: IDENTITIES,
    default: 'service_account',
    description:
      'As whom Looker is called. `service_account`: as the owner of the account’s API key. `fixed_user`: as the Looker user of `user`. `caller`: as the person who signed in, by their own sign-in at Looker, or as the Looker user who has the e-mail address that they signed in with. To act as others, the API key must be an administrator’s. A person who signed in at Looker is always called for by their own name.',
  })
  @MayBeLeftOut()
  @IsIn(IDENTITIES)
  kind?: IdentityKind;

  @ApiProperty({
    type: String,
    nullable: true,
    example: 'ana@acme.com',
    description: 'With `fixed_user`: the id or the e-mail address of a Looker user.',
  })
  @MayBeLeftOut()
  @MayBeNull()
  @Matches(LOOKER_USER, { message: '$property must be the id or the e-mail address of a Looker user' })
  @IsText(1, 254)
  user?: string | null;

  @ApiProperty({
    default: false,
    description:
      'Whether task tools that have the argument `act_as_user` take it. Each use is in the audit trail. To act as others, the API key must be an administrator’s.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  act_as_user?: boolean;
}
