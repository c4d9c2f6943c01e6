import { Injectable } from '@nestjs/common';
import { type AddressPolicy, urlProblem } from '../../../http/guarded-agent.js';
import { sanitizedLine } from '../../../looker/sanitized-text.js';
import { isRecord, type JsonRecord } from '../../../values/is-record.js';
import { networkProblem, ProviderNetwork } from './provider-network.js';

/** What was found of a provider. */
export interface ProviderFindings {
  readonly problems: string[];
  readonly remarks: string[];
}

const WELL_KNOWN = '/.well-known/openid-configuration';
const SHOWN_CHARACTERS_MAX = 300;
/** What openid-client checks signatures of. */
const ALGORITHMS = [
  'RS256',
  'ES256',
  'PS256',
  'EdDSA',
  'Ed25519',
  'RS384',
  'RS512',
  'ES384',
  'ES512',
  'PS384',
  'PS512',
];
const ENDPOINTS = ['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const;
/** Everybody can have an account there. */
const OPEN_TO_ALL: readonly string[] = [
  'accounts.google.com',
  'appleid.apple.com',
  'gitlab.com',
  'login.yahoo.com',
  'www.linkedin.com',
];

/** Where an issuer describes itself (OpenID Connect Discovery 1.0, 4). */
export const discoveryAddress = (issuer: string): string => `${issuer.replace(/\/$/, '')}${WELL_KNOWN}`;

/** Reads what a provider says of itself, and judges whether people could sign in there. */
@Injectable()
export class ProviderCheck {
  constructor(private readonly network: ProviderNetwork) {}

  async look(issuer: string): Promise<ProviderFindings> {
    const address = discoveryAddress(issuer);
    const found = await this.document(address);
    if (typeof found === 'string') return { problems: [`${address}: ${found}.`], remarks: [] };
    const problems = discoveryProblems(issuer, found, this.network.policy);
    if (problems.length > 0) return { problems, remarks: [] };
    return { problems: await this.keysProblems(String(found.jwks_uri)), remarks: remarksOn(issuer, found) };
  }

  private async keysProblems(address: string): Promise<string[]> {
    const keys = await this.document(address);
    if (typeof keys === 'string') return [`${address}, its keys: ${keys}.`];
    const isAny = Array.isArray(keys.keys) && keys.keys.some((key) => isRecord(key) && key.kty !== 'oct');
    return isAny ? [] : [`${address} holds no public key, so nothing that it signs can be checked.`];
  }

  /** A JSON object at an address, or why there is none. */
  private async document(address: string): Promise<JsonRecord | string> {
    try {
      const answer = await this.network.ask(address);
      if (answer.status === 404) return 'there is nothing at this address. Look up how your provider writes its issuer';
      if (answer.status >= 300 && answer.status < 400)
        return 'it leads on to another address, and is not followed. Enter the issuer that it leads to';
      if (answer.status !== 200) return `it answers ${answer.status}`;
      const document: unknown = await answer.json().catch(() => undefined);
      return isRecord(document) ? document : 'its answer is no JSON object';
    } catch (error) {
      return networkProblem(error);
    }
  }
}

/** Why nobody could sign in at a provider that describes itself so. */
export function discoveryProblems(issuer: string, document: JsonRecord, policy: AddressPolicy): string[] {
  const named = sanitizedLine(document.issuer, SHOWN_CHARACTERS_MAX);
  if (named !== issuer && named !== `${issuer}/`)
    return [
      named === ''
        ? 'Its discovery document names no issuer.'
        : `It names itself ${named}. Enter that as the issuer, if it is yours.`,
    ];
  const { response_types_supported: types, code_challenge_methods_supported: methods } = document;
  const { id_token_signing_alg_values_supported: algorithms, token_endpoint_auth_methods_supported: ways } = document;
  return [
    ...ENDPOINTS.flatMap((name) => addressProblem(name, document[name], policy)),
    ...(lacks(types, ['code']) ? ['It offers no sign-in by a code (response_types_supported lacks “code”).'] : []),
    ...(lacks(methods, ['S256'])
      ? ['It offers no PKCE with S256 (code_challenge_methods_supported). Turn it on there.']
      : []),
    ...(lacks(algorithms, ALGORITHMS)
      ? [
          'It signs ID tokens in no way that is checked here (id_token_signing_alg_values_supported). Choose RS256 there.',
        ]
      : []),
    ...(lacks(ways, ['client_secret_basic', 'client_secret_post', 'none'])
      ? ['It takes a client secret neither by basic nor by post (token_endpoint_auth_methods_supported).']
      : []),
  ];
}

function addressProblem(name: string, value: unknown, policy: AddressPolicy): string[] {
  if (typeof value !== 'string' || !URL.canParse(value)) return [`Its discovery document has no ${name}.`];
  const problem = urlProblem(new URL(value), policy);
  return problem === undefined
    ? []
    : [`Its ${name}, ${sanitizedLine(value, SHOWN_CHARACTERS_MAX)}, is refused: ${problem}.`];
}

/** Whether a list is given, and holds none of these. What is left out has a default that fits, or is not known. */
const lacks = (list: unknown, wanted: readonly string[]): boolean =>
  Array.isArray(list) && !wanted.some((each) => list.includes(each));

function remarksOn(issuer: string, { claims_supported: claims, scopes_supported: scopes }: JsonRecord): string[] {
  const { hostname } = new URL(issuer);
  return [
    ...(OPEN_TO_ALL.includes(hostname)
      ? [
          `Everybody can have an account at ${hostname}. Name people or domains on each MCP server at which they sign in so.`,
        ]
      : []),
    ...(lacks(claims, ['email']) || lacks(scopes, ['email'])
      ? ['It does not say that it tells e-mail addresses. Name the claim that it names people by.']
      : []),
    ...(Array.isArray(claims) && claims.includes('email') && !claims.includes('email_verified')
      ? [
          'It does not say that it verifies e-mail addresses (claims_supported lacks “email_verified”); people count by “email” only where it does. If it does not, name another claim, such as “preferred_username”.',
        ]
      : []),
  ];
}
