import { isRecord, type JsonRecord } from '../../../values/is-record.js';

/** What the token endpoint takes from a client that asks for it. */
export const GRANT_TYPES: readonly string[] = ['authorization_code', 'refresh_token', 'client_credentials'];
/** What a client that registers itself gets: no program signs in without a person by its own word. */
const OWN_GRANT_TYPES: readonly string[] = ['authorization_code', 'refresh_token'];
/** How a client proves itself at the token endpoint. */
export const AUTH_METHODS = ['none', 'client_secret_basic', 'client_secret_post'] as const;
export const REDIRECT_URIS_MAX = 20;
/** Of an address; redirect URIs of clients in use have some 100. */
const TEXT_CHARACTERS_MAX = 1_000;
/** Of the whole description of a client that anybody may have kept for a day. */
const CLIENT_BYTES_MAX = 8 * 1024;
const NAME_CHARACTERS_MAX = 100;
/** What nobody sees, of which some change the direction of writing. */
const UNSEEN = /\p{Default_Ignorable_Code_Point}/gu;

/** Of what a client says about itself (RFC 7591, 2), all that is of use here. */
const KEPT = ['client_id', 'client_name', 'client_uri', 'logo_uri', 'policy_uri', 'tos_uri', 'redirect_uris'] as const;

/**
 * A client's own description, as the authorization server takes it. Clients ask for what some other server could do: scopes, grant types and
 * response types that are unknown here are dropped, and what is of no use here is left out (RFC 7591, 2 and 3.2.1).
 * @param metadata the body of a registration, or a client ID metadata document.
 */
export function clientMetadata(metadata: JsonRecord): JsonRecord {
  const kept = Object.fromEntries(
    KEPT.flatMap((key) => (isUsable(metadata[key]) ? [[key, metadata[key]] as const] : [])),
  );
  const redirectUris = textsOf(metadata.redirect_uris);
  const grantTypes = textsOf(metadata.grant_types).filter((type) => OWN_GRANT_TYPES.includes(type));
  const method = metadata.token_endpoint_auth_method;
  return {
    ...kept,
    ...(typeof kept.client_name === 'string' && { client_name: shownName(kept.client_name) }),
    grant_types: grantTypes.length > 0 ? [...new Set(['authorization_code', ...grantTypes])] : OWN_GRANT_TYPES,
    response_types: ['code'],
    application_type: isNative(redirectUris) ? 'native' : 'web',
    ...(typeof method === 'string' && { token_endpoint_auth_method: method }),
  };
}

/**
 * A name as people see it where they let a client in: without characters that turn what stands behind it around, such as the host that
 * their answer goes to.
 */
const shownName = (name: string): string | undefined => {
  const seen = name.replace(UNSEEN, '').trim();
  return seen === '' ? undefined : [...seen].slice(0, NAME_CHARACTERS_MAX).join('');
};

/** Null stands for nothing, and texts without end for no one's benefit. */
const isUsable = (value: unknown) =>
  typeof value === 'string'
    ? value !== '' && value.length <= TEXT_CHARACTERS_MAX
    : Array.isArray(value) && value.length <= REDIRECT_URIS_MAX;

const textsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];

/**
 * Programs on a person's own machine take the answer on loopback, on any port (RFC 8252, 7.3), or by a scheme of their own (7.1). Of those
 * the authorization server refuses plain http to anywhere else, where whoever listens would read the code (MCP, Authorization, Communication security).
 */
const isNative = (redirectUris: readonly string[]) => redirectUris.some((uri) => !/^https:/i.test(uri));

/** A refusal of a registration (RFC 7591, 3.2.2). */
export interface RegistrationProblem {
  readonly error: 'invalid_redirect_uri' | 'invalid_client_metadata';
  readonly error_description: string;
}

/** Why a client is described at greater length than is kept; undefined: it is not. */
export function registrationProblem(body: unknown): RegistrationProblem | undefined {
  if (!isRecord(body)) return undefined;
  const { redirect_uris: uris } = body;
  const count = Array.isArray(uris) ? uris.length : 0;
  if (count > REDIRECT_URIS_MAX)
    return tooLong('invalid_redirect_uri', `redirect_uris has ${count} entries: register ${REDIRECT_URIS_MAX} at most`);
  const long = textsOf(uris).findIndex((uri) => uri.length > TEXT_CHARACTERS_MAX);
  if (long >= 0) {
    const rule = `redirect_uris[${long}] is longer than ${TEXT_CHARACTERS_MAX} characters: register a shorter one, and send what changes in state`;
    return tooLong('invalid_redirect_uri', rule);
  }
  const bytes = Buffer.byteLength(JSON.stringify(clientMetadata(body)));
  if (bytes <= CLIENT_BYTES_MAX) return undefined;
  const rule = `the description of the client takes ${bytes} bytes, more than ${CLIENT_BYTES_MAX}: register fewer or shorter redirect_uris`;
  return tooLong('invalid_client_metadata', rule);
}

const tooLong = (error: RegistrationProblem['error'], rule: string): RegistrationProblem => ({
  error,
  error_description: `${rule}. Nothing was registered.`,
});

/** The body of a registration as it is handed on; anything but an object stays as it is, to be refused. */
export const registrationBody = (body: unknown): string => JSON.stringify(isRecord(body) ? clientMetadata(body) : body);

/** Where hosted Claude takes its answers. */
export const CLAUDE_CALLBACKS = ['https://claude.ai/api/mcp/auth_callback', 'https://claude.com/api/mcp/auth_callback'];

/** A client that an admin registered. */
export interface StaticClient {
  readonly organizationId: string;
  readonly id: string;
  readonly name: string;
  readonly redirectUris: readonly string[];
  /** Of its secret; undefined: it has none. */
  readonly digest: string | undefined;
  readonly allowClientCredentials: boolean;
}

/** The same as the authorization server has it. */
export const staticClient = (client: StaticClient): JsonRecord => ({
  client_id: client.id,
  client_name: client.name,
  redirect_uris: client.redirectUris,
  application_type: isNative(client.redirectUris) ? 'native' : 'web',
  grant_types: client.allowClientCredentials ? GRANT_TYPES : OWN_GRANT_TYPES,
  response_types: ['code'],
  token_endpoint_auth_method: client.digest === undefined ? 'none' : 'client_secret_post',
  ...(client.digest !== undefined && { client_secret: client.digest }),
  organization_id: client.organizationId,
});

/** Clients whose description is known: data centers have been refused when they fetched it. */
export const KNOWN_CLIENTS: readonly JsonRecord[] = [
  {
    client_id: 'https://claude.ai/oauth/mcp-oauth-client-metadata',
    client_name: 'Claude',
    client_uri: 'https://claude.ai',
    redirect_uris: CLAUDE_CALLBACKS,
    application_type: 'web',
  },
  {
    client_id: 'https://claude.ai/oauth/claude-code-client-metadata',
    client_name: 'Claude Code',
    client_uri: 'https://claude.ai',
    redirect_uris: ['http://localhost/callback', 'http://127.0.0.1/callback'],
    application_type: 'native',
  },
].map((client) => ({
  ...client,
  token_endpoint_auth_method: 'none',
  grant_types: OWN_GRANT_TYPES,
  response_types: ['code'],
}));
