import type { Principal } from '../../../access/principal.js';
import type { SignInKind } from '../../../mcp-servers/sign-in-config.js';

/** Somebody who proved who they are, on the way to let a client in. */
export interface SignedInPerson {
  readonly kind: SignInKind;
  /** What people call them: an e-mail address, or a name. */
  readonly name: string;
  readonly email: string | null;
  readonly principal: Principal;
  readonly memberId: string | null;
  /** Of the member's sessions: what the person lets in ends with them. */
  readonly sessionGeneration: number | null;
  readonly lookerSignInId: string | null;
  readonly openidPersonId: string | null;
}

/** The subject that the authorization server has for a person: of one organization, and of no other meaning elsewhere. */
export const subjectOf = ({ principal: { organizationId, subject } }: SignedInPerson): string =>
  `${organizationId}/${subject.kind}/${subject.id}`;
