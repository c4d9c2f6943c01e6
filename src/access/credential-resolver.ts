import type { IncomingHttpHeaders } from 'node:http';
import type { AppError } from '../errors/app-error.js';
import type { Principal, RequestOrigin } from './principal.js';

/** By what a caller can prove who it is. */
export type CredentialKind = 'url_token' | 'api_token' | 'session' | 'oauth_token' | 'external_token' | 'looker_token';

/** What of a request can hold a credential, as plain data. */
export interface CredentialRequest {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  readonly cookies?: Readonly<Record<string, string | undefined>>;
  /** The token in the address of an MCP URL. */
  readonly urlToken?: string;
  readonly from: RequestOrigin;
}

/** Finds out who a credential of one kind stands for. It may give more than the principal, such as the session. */
export interface CredentialResolver<Resolved extends { readonly principal: Principal }> {
  readonly kind: CredentialKind;
  /** What each wrong one is answered, whatever is wrong with it. */
  readonly wrong: () => AppError;
  /**
   * Undefined where the request has no credential of this kind.
   * @throws AppError what `wrong` gives, and what else the kind asks for.
   */
  resolve(request: CredentialRequest, now: Date): Promise<Resolved | undefined>;
}
