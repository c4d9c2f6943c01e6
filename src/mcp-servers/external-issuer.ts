import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, Matches } from 'class-validator';
import type { FieldProblem } from '../errors/app-error.js';
import { type AddressPolicy, urlProblem } from '../http/guarded-agent.js';
import { MayBeLeftOut } from '../http/input/presence.js';
import { IsName, IsText } from '../http/input/text.js';
import { IsWebAddress } from '../values/web-address.js';

/** The customer's own authorization server, whose access tokens a server takes. */
export interface ExternalIssuer {
  /** As its tokens have it in `iss`, to the letter (RFC 9068, 2.2). */
  readonly issuer: string;
  /** Where its public keys are (RFC 7517, 5). */
  readonly jwks_uri: string;
  /** What its tokens for this server have in `aud`. */
  readonly audience: string;
  /** Scopes without any of which nobody is let in. */
  readonly required_scopes: readonly string[];
  /** The claim that says who somebody is. */
  readonly email_claim: string;
}

const DEFAULTS = { required_scopes: [], email_claim: 'email' } satisfies Partial<ExternalIssuer>;
const URL_CHARACTERS_MAX = 500;
const LOGIN = 'https://login.acme.com';
const SCOPES_MAX = 50;
/** RFC 6749, 3.3. */
const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,128}$/;

export class ExternalIssuerDto {
  @ApiProperty({ example: 'https://login.acme.com/', description: 'As its tokens have it in `iss`, to the letter.' })
  @MayBeLeftOut()
  @IsWebAddress(LOGIN)
  @IsText(1, URL_CHARACTERS_MAX)
  issuer?: string;

  @ApiProperty({ example: 'https://login.acme.com/jwks', description: 'Where its public keys are.' })
  @MayBeLeftOut()
  @IsWebAddress(LOGIN)
  @IsText(1, URL_CHARACTERS_MAX)
  jwks_uri?: string;

  @ApiProperty({ example: 'looker-mcp', description: 'What its tokens for this server have in `aud`.' })
  @MayBeLeftOut()
  @IsName(URL_CHARACTERS_MAX)
  audience?: string;

  @ApiProperty({
    type: [String],
    default: DEFAULTS.required_scopes,
    description:
      'Scopes that each token must have, which clients are told to ask for. If a token has `looker:read` or `looker:write` besides, it is bound to them.',
  })
  @MayBeLeftOut()
  @Matches(SCOPE, { each: true })
  @ArrayUnique()
  @ArrayMaxSize(SCOPES_MAX)
  @IsArray()
  required_scopes?: string[];

  @ApiProperty({
    default: DEFAULTS.email_claim,
    description:
      'The claim with the e-mail address by which `emails` and `domains` judge, and the call log names people.',
  })
  @MayBeLeftOut()
  @IsName(128)
  email_claim?: string;
}

/** As a config is stored: what was left out has its default, and what has none is empty. */
export const completeIssuer = (given: Partial<ExternalIssuer> | null): ExternalIssuer | null =>
  given && {
    issuer: given.issuer ?? '',
    jwks_uri: given.jwks_uri ?? '',
    audience: given.audience ?? '',
    required_scopes: given.required_scopes ?? DEFAULTS.required_scopes,
    email_claim: given.email_claim ?? DEFAULTS.email_claim,
  };

/** What of an issuer is needed and was left out. */
export function issuerProblems(given: ExternalIssuer | null): FieldProblem[] {
  const { issuer = '', jwks_uri = '', audience = '' } = given ?? {};
  return Object.entries({ issuer, jwks_uri, audience })
    .filter(([, value]) => value === '')
    .map(([name]) => ({ path: `config.oauth.external.${name}`, rule: 'is required with provider "external"' }));
}

/** Why the address of an issuer's keys may not be asked. */
export function keysAddressProblems(given: ExternalIssuer | null, policy: AddressPolicy): FieldProblem[] {
  if (given === null || given.jwks_uri === '') return [];
  const rule = urlProblem(new URL(given.jwks_uri), policy);
  return rule === undefined ? [] : [{ path: 'config.oauth.external.jwks_uri', rule: `is refused: ${rule}` }];
}
