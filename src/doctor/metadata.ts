import { isRecord, type JsonRecord } from '../values/is-record.js';

/** Of RFC 9728, 2, what clients go by. */
export interface ResourceMetadata {
  /** Where it was found. */
  readonly foundAt: string;
  readonly resource: string;
  readonly authorizationServers: readonly string[];
  readonly scopes: readonly string[];
}

/** Of RFC 8414, 2, what clients go by. */
export interface IssuerMetadata {
  readonly foundAt: string;
  readonly issuer: string;
  readonly authorizationEndpoint: string | undefined;
  readonly tokenEndpoint: string | undefined;
  readonly registrationEndpoint: string | undefined;
  readonly challengeMethods: readonly string[];
  readonly authMethods: readonly string[];
  /** Whether a client may be named by the address of its metadata document. */
  readonly areDocumentsTaken: boolean;
}

/** One that clients can use: it says where they sign in. */
export type UsableIssuer = IssuerMetadata & { readonly authorizationEndpoint: string; readonly tokenEndpoint: string };

const textOf = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const textsOf = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];

export const resourceMetadata = (foundAt: string, body: JsonRecord): ResourceMetadata => ({
  foundAt,
  resource: textOf(body.resource) ?? '',
  authorizationServers: textsOf(body.authorization_servers),
  scopes: textsOf(body.scopes_supported),
});

export const issuerMetadata = (foundAt: string, body: JsonRecord): IssuerMetadata => ({
  foundAt,
  issuer: textOf(body.issuer) ?? '',
  authorizationEndpoint: textOf(body.authorization_endpoint),
  tokenEndpoint: textOf(body.token_endpoint),
  registrationEndpoint: textOf(body.registration_endpoint),
  challengeMethods: textsOf(body.code_challenge_methods_supported),
  // What holds where it is left out (RFC 8414, 2).
  authMethods:
    body.token_endpoint_auth_methods_supported === undefined
      ? ['client_secret_basic']
      : textsOf(body.token_endpoint_auth_methods_supported),
  areDocumentsTaken: body.client_id_metadata_document_supported === true,
});

/** The JSON object in a text; undefined where it holds none. */
export function jsonObject(text: string): JsonRecord | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const pathOf = ({ pathname }: URL) => (pathname === '/' ? '' : pathname);

/** Where the metadata of a protected resource is: at the path-inserted place (RFC 9728, 3.1), and where older clients look next. */
export const resourceMetadataPlaces = (url: URL): readonly [string, string] => [
  `${url.origin}/.well-known/oauth-protected-resource${pathOf(url)}`,
  `${url.origin}/.well-known/oauth-protected-resource`,
];

/** Where clients look for the metadata of an issuer, one after the other (MCP, Authorization; RFC 8414, 3; OpenID Connect Discovery, 4). */
export function issuerMetadataPlaces(issuer: URL): readonly string[] {
  const path = pathOf(issuer).replace(/\/$/, '');
  const { origin } = issuer;
  const inserted = ['oauth-authorization-server', 'openid-configuration'].map(
    (name) => `${origin}/.well-known/${name}${path}`,
  );
  return path === '' ? inserted : [...inserted, `${origin}${path}/.well-known/openid-configuration`];
}
