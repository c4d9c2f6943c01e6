import { SCOPES, type Scope } from '../../access/oauth-scopes.js';
import { AppError } from '../../errors/app-error.js';
import { LOOKER_SCOPE } from '../../looker/looker-connection.js';
import type { McpAccess } from '../../tool-calls/mcp-access.js';

/** The scopes of ours that the tools of a server need, all together. */
const ownScopes = ({ tools }: Pick<McpAccess, 'tools'>): readonly Scope[] =>
  [...tools.values()].some(({ effect }) => effect !== 'read') ? SCOPES : ['looker:read'];

/** What a client is to ask for where people sign in. */
function scopesOf(access: McpAccess): readonly string[] {
  const { provider, external } = access.signIn;
  switch (provider) {
    case 'gateway':
      return ownScopes(access);
    case 'external':
      return external?.required_scopes ?? [];
    case 'looker':
      return [LOOKER_SCOPE];
  }
}

/** What a client is told about when it is sent to sign in. */
export interface SignInPlace {
  /** The URL that it was called at, as its metadata names it. */
  readonly resource: string;
  /** Undefined where nobody knows yet which server is meant. */
  readonly access: McpAccess | undefined;
}

/** Where the metadata of a resource is: its path goes behind the well-known part (RFC 9728, 3.1). */
function metadataUrl(resource: string): string {
  const { origin, pathname } = new URL(resource);
  return `${origin}/.well-known/oauth-protected-resource${pathname}`;
}

/** `WWW-Authenticate` as RFC 6750, 3, and RFC 9728, 5.1, have it. */
function challenge(
  { resource, access }: SignInPlace,
  error?: 'invalid_token' | 'insufficient_scope',
  scopes = access === undefined ? SCOPES : scopesOf(access),
): { readonly headers: Record<string, string> } {
  const parts = {
    realm: 'looker-mcp-gateway',
    ...(error && { error }),
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    resource_metadata: metadataUrl(resource),
  };
  const written = Object.entries(parts).map(([name, value]) => `${name}="${value}"`);
  return { headers: { 'www-authenticate': `Bearer ${written.join(', ')}` } };
}

/** Nobody has signed in yet. */
export const signInNeeded = (place: SignInPlace) =>
  new AppError('credential.missing', 'Sign in to this MCP server: its metadata says where.', challenge(place));

/** A sign-in that does not hold, or not here. */
export const signInOver = (place: SignInPlace, cause: AppError) =>
  new AppError('credential.invalid', cause.message, { ...challenge(place, 'invalid_token'), cause: cause.cause });

/** A sign-in without what the server asks of everybody. */
export const signInTooNarrow = (place: SignInPlace, cause: AppError) =>
  new AppError('credential.scope_missing', cause.message, challenge(place, 'insufficient_scope'));

/** The sign-in was for less than this call needs: the client may ask for all of it (MCP, Authorization, step-up). */
export const scopeMissing = (place: SignInPlace & { readonly access: McpAccess }, name: string, scope: Scope) =>
  new AppError(
    'credential.scope_missing',
    `Calling ${name} needs the scope ${scope}, which this sign-in was not for.`,
    challenge(place, 'insufficient_scope', [...new Set([...scopesOf(place.access), ...ownScopes(place.access)])]),
  );
