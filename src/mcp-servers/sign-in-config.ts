import { applyDecorators } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayUnique, IsArray, IsBoolean, IsEmail, IsFQDN, IsIn } from 'class-validator';
import { AppError, type FieldProblem } from '../errors/app-error.js';
import type { AddressPolicy } from '../http/guarded-agent.js';
import { IsObjectOf, MayBeLeftOut, MayBeNull } from '../http/input/presence.js';
import { type ExternalIssuer, ExternalIssuerDto, issuerProblems, keysAddressProblems } from './external-issuer.js';
import { type IdentityConfig, IdentityConfigDto } from './identity-config.js';

/** What a caller at an MCP URL proves itself by. */
export const SERVER_AUTHS = ['url', 'api_token', 'oauth'] as const;
export type ServerAuth = (typeof SERVER_AUTHS)[number];

/** Whose authorization server it is that a client is sent to. */
export const OAUTH_PROVIDERS = ['gateway', 'external', 'looker'] as const;
export type OauthProvider = (typeof OAUTH_PROVIDERS)[number];

/** How a person may sign in at the gateway's authorization server. */
export const SIGN_INS = ['looker', 'member', 'openid_provider'] as const;
export type SignInKind = (typeof SIGN_INS)[number];

/** Who may sign in and how, as stored. */
export interface OauthConfig {
  readonly provider: OauthProvider;
  readonly sign_in: readonly SignInKind[];
  /** With `domains` the only ones who may; both empty: every member, every user of the Looker, or everybody whom the provider knows. In small letters. */
  readonly emails: readonly string[];
  readonly domains: readonly string[];
  /** Whether programs may come in by themselves, with a client of the organization that may (RFC 6749, 4.4). */
  readonly client_credentials: boolean;
  /** With provider "external": whose tokens are taken. */
  readonly external: ExternalIssuer | null;
}

/** The part of a server's config that says who may call it, and as whom. */
export interface SignInConfig {
  readonly auth: ServerAuth;
  readonly require_api_token_auth: boolean;
  readonly oauth: OauthConfig;
  readonly identity: IdentityConfig;
}

export const DEFAULT_SIGN_IN: SignInConfig = {
  auth: 'url',
  require_api_token_auth: false,
  oauth: {
    provider: 'gateway',
    sign_in: ['member'],
    emails: [],
    domains: [],
    client_credentials: false,
    external: null,
  },
  identity: { kind: 'service_account', user: null, act_as_user: false },
};

const PEOPLE_MAX = 1000;

const IsListOf = (...rules: PropertyDecorator[]) =>
  applyDecorators(MayBeLeftOut(), ...rules, ArrayUnique(), ArrayMaxSize(PEOPLE_MAX), IsArray());

export class OauthConfigDto {
  @ApiProperty({
    enum: OAUTH_PROVIDERS,
    default: 'gateway',
    description:
      'Whose authorization server clients are sent to. `gateway`: the gateway’s own. `external`: the one that `external` describes. `looker`: the account’s Looker, whose tokens are passed on to it.',
  })
  @MayBeLeftOut()
  @IsIn(OAUTH_PROVIDERS)
  provider?: OauthProvider;

  @ApiProperty({
    enum: SIGN_INS,
    isArray: true,
    default: DEFAULT_SIGN_IN.oauth.sign_in,
    description:
      '`looker`: at the account’s Looker, whose permissions each call then has. `member`: as a member of the organization. `openid_provider`: at the organization’s own OpenID provider (`/organization/openid-provider`), for people who are no members.',
  })
  @IsListOf(IsIn(SIGN_INS, { each: true }))
  sign_in?: SignInKind[];

  @ApiProperty({
    type: [String],
    example: ['ana@acme.com'],
    description:
      'Who may sign in. Without any here or in `domains`: every member, every user of the Looker, or everybody whom the organization’s OpenID provider knows.',
  })
  @IsListOf(IsEmail({}, { each: true }))
  emails?: string[];

  @ApiProperty({
    type: [String],
    example: ['acme.com'],
    description: 'Whoever has an e-mail address of one of these may sign in.',
  })
  @IsListOf(IsFQDN({}, { each: true }))
  domains?: string[];

  @ApiProperty({
    default: false,
    description:
      'Whether programs may come in without a person: OAuth clients of the organization that have `allow_client_credentials`. Looker is then called by the service account.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  client_credentials?: boolean;

  @ApiProperty({
    type: () => ExternalIssuerDto,
    nullable: true,
    description: 'Needed with `provider` "external": `issuer`, `jwks_uri` and `audience` at least. Null: none.',
  })
  @MayBeLeftOut()
  @MayBeNull()
  @IsObjectOf(() => ExternalIssuerDto)
  external?: ExternalIssuerDto | null;
}

/** The fields of a config's form that say who may call, and as whom. */
export class SignInConfigDto {
  @ApiProperty({
    enum: SERVER_AUTHS,
    default: 'url',
    description:
      '`url`: the token in the URL is the credential. `api_token`: that, and an API token of the organization with each request. `oauth`: people sign in; the URL is no secret.',
  })
  @MayBeLeftOut()
  @IsIn(SERVER_AUTHS)
  auth?: ServerAuth;

  @ApiProperty({
    default: false,
    description:
      'True is the same as `auth` "api_token": each request must also carry an API token of the organization.',
  })
  @MayBeLeftOut()
  @IsBoolean()
  require_api_token_auth?: boolean;

  @ApiProperty({ type: () => OauthConfigDto, description: 'With `auth` "oauth": who may sign in, and how.' })
  @MayBeLeftOut()
  @IsObjectOf(() => OauthConfigDto)
  oauth?: OauthConfigDto;

  @ApiProperty({ type: () => IdentityConfigDto, description: 'As whom Looker is called.' })
  @MayBeLeftOut()
  @IsObjectOf(() => IdentityConfigDto)
  identity?: IdentityConfigDto;
}

type SignInChange = { readonly [Key in 'auth' | 'require_api_token_auth']?: SignInConfig[Key] | undefined };

/**
 * `auth` and its older form in step. Who sends both as they were, and one of them changed, means the change.
 * @throws AppError `request.invalid` where both change and contradict each other.
 */
export function authOf(
  before: SignInConfig,
  { auth = before.auth, require_api_token_auth: isRequired = before.require_api_token_auth }: SignInChange,
): Pick<SignInConfig, 'auth' | 'require_api_token_auth'> {
  const byToken = isRequired ? 'api_token' : 'url';
  const isTokenMeant = isRequired !== before.require_api_token_auth;
  if (isTokenMeant && auth !== before.auth && isRequired !== (auth === 'api_token'))
    throw refused([
      { path: 'config.auth', rule: `is "${auth}", and require_api_token_auth ${isRequired} means "${byToken}"` },
    ]);
  const meant = isTokenMeant && auth === before.auth ? byToken : auth;
  return { auth: meant, require_api_token_auth: meant === 'api_token' };
}

/**
 * Refuses a config with which nobody could sign in, or nobody could be called for.
 * @throws AppError `request.invalid`
 */
export function checkSignIn({ auth, oauth, identity }: SignInConfig): void {
  const problems: FieldProblem[] = [];
  const tell = (path: string, rule: string) => problems.push({ path, rule });
  const { provider, sign_in: signIn } = oauth;
  if (auth === 'oauth' && provider === 'gateway' && signIn.length === 0)
    tell('config.oauth.sign_in', 'must name at least one way to sign in');
  if (auth === 'oauth' && provider === 'external') problems.push(...issuerProblems(oauth.external));
  const isCaller = identity.kind === 'caller';
  if (isCaller && auth !== 'oauth')
    tell('config.identity.kind', 'is "caller", which needs auth "oauth": nobody signs in');
  else if (isCaller && provider === 'external')
    tell('config.identity.kind', 'is "caller", of whom Looker does not know who they are: use "service_account"');
  if (identity.kind === 'fixed_user' && identity.user === null)
    tell('config.identity.user', 'is missing: "fixed_user" needs the id or the e-mail address of a Looker user');
  if (identity.kind !== 'fixed_user' && identity.user !== null)
    tell('config.identity.user', `is given, and identity.kind is "${identity.kind}": only "fixed_user" has one`);
  if (isCaller && oauth.client_credentials)
    tell('config.oauth.client_credentials', 'is true, which identity "caller" excludes: a program is nobody at Looker');
  if (problems.length > 0) throw refused(problems);
}

/**
 * Refuses a config that would have the gateway ask an address inside a network.
 * @param policy which addresses tenants may have asked.
 * @throws AppError `request.invalid`
 */
export function checkKeysAddress({ oauth }: Pick<SignInConfig, 'oauth'>, policy: AddressPolicy): void {
  const problems = keysAddressProblems(oauth.external, policy);
  if (problems.length > 0) throw refused(problems);
}

const refused = (fields: readonly FieldProblem[]) =>
  new AppError(
    'request.invalid',
    `${fields.map(({ path, rule }) => `${path} ${rule}`).join('. ')}. Nothing was changed.`,
    { fields },
  );
