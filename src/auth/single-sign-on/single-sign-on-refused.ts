import { AppError } from '../../errors/app-error.js';

/** Why a sign-in at the provider was refused; the dashboard's sign-in page has a sentence for each. */
export type RefusalReason =
  | 'not_begun_here'
  | 'refused_by_provider'
  | 'answer_does_not_fit'
  | 'no_email'
  | 'email_not_verified'
  | 'email_no_address'
  | 'no_member'
  | 'several_organizations'
  | 'signed_in_as_another'
  | 'somebody_else_invited';

/** A sign-in at the provider that came to nothing. The message is for the log: a page shows no words that stand in an address. */
export class SingleSignOnRefused extends AppError {
  /** That the sign-in was to enter, where it can go on with a click. */
  readonly organizationId: string | undefined;

  constructor(
    readonly reason: RefusalReason,
    message: string,
    { cause, organizationId }: { readonly cause?: unknown; readonly organizationId?: string | undefined } = {},
  ) {
    super('single_sign_on.refused', message, { cause });
    this.organizationId = organizationId;
  }
}
