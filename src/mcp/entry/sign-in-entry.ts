import { Inject, Injectable } from '@nestjs/common';
import type { CredentialRequest } from '../../access/credential-resolver.js';
import { SCOPES } from '../../access/oauth-scopes.js';
import { AccessTokenResolver, type ResolvedToken } from '../../auth/oauth/access-token-resolver.js';
import { ExternalTokens } from '../../auth/oauth/external/external-tokens.js';
import { LookerSignInsService } from '../../auth/oauth/looker/looker-sign-ins.service.js';
import { PassedTokens } from '../../auth/oauth/looker/passed-tokens.js';
import { SingleAddress } from '../../auth/oauth/single-address.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { AppError } from '../../errors/app-error.js';
import { mcpUrl } from '../../mcp-servers/mcp-url.js';
import type { OauthProvider } from '../../mcp-servers/sign-in-config.js';
import { isLetIn, maySignIn } from '../../mcp-servers/who-may-sign-in.js';
import { scopeOfCall } from '../../tool-calls/call-scope.js';
import type { CallerSignIn, LookerUser, McpAccess, McpCaller } from '../../tool-calls/mcp-access.js';
import { ServerDirectory } from '../../tool-calls/server-directory.js';
import { isRecord } from '../../values/is-record.js';
import type { HttpAnswer } from '../protocol/timely-answer.js';
import { type SignInPlace, scopeMissing, signInNeeded, signInOver, signInTooNarrow } from './sign-in-challenge.js';

/** Who signed in, as a token of one authorization server says. */
type Admitted = Pick<McpCaller, 'principal'> & { readonly signIn: Omit<CallerSignIn, 'resource'> };
/** What is called: a server, at its own URL or at the one of all servers. */
type Called = SignInPlace & { readonly access: McpAccess };
/** Undefined where the request has no token. */
type Admission = (called: Called, request: CredentialRequest, now: Date) => Promise<Admitted | undefined>;

/** Who comes in at a server where people sign in (MCP, Authorization). */
@Injectable()
export class SignInEntry {
  private readonly publicUrl: string;
  /** A server takes the tokens of its own authorization server and no others. */
  private readonly admissions: Readonly<Record<OauthProvider, Admission>> = {
    gateway: (...asked) => this.atGateway(...asked),
    external: (...asked) => this.atIssuer(...asked),
    looker: (...asked) => this.atLooker(...asked),
  };

  constructor(
    private readonly tokens: AccessTokenResolver,
    private readonly single: SingleAddress,
    private readonly directory: ServerDirectory,
    private readonly lookerSignIns: LookerSignInsService,
    private readonly externalTokens: ExternalTokens,
    private readonly passedTokens: PassedTokens,
    @Inject(SETTINGS) settings: Settings,
  ) {
    this.publicUrl = settings.http.publicUrl;
  }

  /**
   * @throws AppError `credential.missing`, `credential.invalid`, `credential.scope_missing`, all with the challenge that says where to sign in;
   * `permission.missing` for somebody whom the server does not let in, `sign_in.unavailable`
   */
  admit(access: McpAccess, request: CredentialRequest, now: Date): Promise<McpCaller> {
    return this.admitAt({ access, resource: mcpUrl(this.publicUrl, access.serverId) }, request, now);
  }

  /**
   * The same at the one address of all servers: the token says which server was chosen.
   * @param found is told which one that is, whether its caller is let in or not.
   * @throws AppError what `admit` throws
   */
  async admitChosen(request: CredentialRequest, now: Date, found: (access: McpAccess) => void): Promise<McpCaller> {
    const place = { resource: this.single.url, access: undefined };
    const token = await this.tokens.resolve(request, now).catch((error: unknown) => {
      throw error instanceof AppError ? challenging(error, place) : error;
    });
    if (token === undefined) throw signInNeeded(place);
    const access = await this.directory.find(token.mcpServerId, now, request.from.address);
    if (access?.auth !== 'oauth' || access.signIn.provider !== 'gateway') throw challenging(this.tokens.wrong(), place);
    found(access);
    return this.admitAt({ ...place, access }, request, now);
  }

  private async admitAt(called: Called, request: CredentialRequest, now: Date): Promise<McpCaller> {
    const { access, resource } = called;
    const admitted = await this.admissions[access.signIn.provider](called, request, now).catch((error: unknown) => {
      throw error instanceof AppError ? challenging(error, called) : error;
    });
    if (admitted === undefined) throw signInNeeded(called);
    const { principal, signIn } = admitted;
    return { access, apiTokenId: null, principal, signIn: { ...signIn, resource } };
  }

  /**
   * Whether a sign-in is for what a message asks; told before the call begins, so that a client can ask its person for more.
   * @throws AppError `credential.scope_missing`
   */
  checkScope({ access, signIn }: McpCaller, message: unknown): void {
    if (signIn === null || !isRecord(message) || message.method !== 'tools/call' || !isRecord(message.params)) return;
    const { name, arguments: args } = message.params;
    if (typeof name !== 'string') return;
    const scope = scopeOfCall(access, name, args);
    if (!signIn.scopes.has(scope)) throw scopeMissing({ access, resource: signIn.resource }, name, scope);
  }

  /**
   * The answer to a single message. Of a batch the other messages were done, and must not be sent once more.
   * @throws AppError `credential.invalid` with the challenge, where Looker has ended the sign-in during the call
   */
  checked(answer: HttpAnswer, { access, signIn }: McpCaller): HttpAnswer {
    if (answer.isSignInOver && signIn !== null)
      throw signInOver({ access, resource: signIn.resource }, endedAtLooker());
    return answer;
  }

  /** By an access token of the gateway's own authorization server. */
  private async atGateway(called: Called, request: CredentialRequest, now: Date): Promise<Admitted | undefined> {
    const token = await this.tokens.resolve(request, now);
    if (token === undefined) return undefined;
    if (!isFor(token, called)) throw this.tokens.wrong();
    const { principal, grantId, person, email, kind, scopes } = token;
    const verified = kind === 'member' || kind === 'openid_provider' ? email : null;
    return {
      principal,
      signIn: { grantId, person, email: verified, scopes, atLooker: this.signInAtLooker(token, called.access) },
    };
  }

  /** By a token of the customer's issuer. */
  private async atIssuer({ access }: Called, request: CredentialRequest, now: Date): Promise<Admitted | undefined> {
    const { organizationId, serverId, integratedAccountId, signIn } = access;
    if (signIn.external === null) throw new Error(`the server ${serverId} has no issuer`);
    const server = { organizationId, serverId, integratedAccountId, issuer: signIn.external };
    const caller = await this.externalTokens.resolverOf(server).resolve(request, now);
    if (caller === undefined) return undefined;
    const { principal, person, email, scopes } = caller;
    if (!maySignIn(signIn, email)) throw notLetIn(person);
    return { principal, signIn: { grantId: null, person, email: null, scopes, atLooker: null } };
  }

  /** By a token of Looker's, which is passed on. What it may do is for Looker to say. */
  private async atLooker({ access }: Called, request: CredentialRequest, now: Date): Promise<Admitted | undefined> {
    const { organizationId, integratedAccountId, signIn, connection } = access;
    const account = { organizationId, integratedAccountId, baseUrl: connection.baseUrl };
    const token = await this.passedTokens.resolverOf(account).resolve(request, now);
    if (token === undefined) return undefined;
    const { principal, person, email, key, tokens } = token;
    if (!maySignIn(signIn, email)) throw notLetIn(person);
    return { principal, signIn: { grantId: null, person, email: null, scopes: ALL_SCOPES, atLooker: { key, tokens } } };
  }

  private signInAtLooker({ lookerSignInId: id }: ResolvedToken, access: McpAccess): LookerUser | null {
    if (id === null) return null;
    const { organizationId, connection } = access;
    const current = (refused?: string) => this.lookerSignIns.token({ organizationId, id }, connection.baseUrl, refused);
    const tokens = { current };
    return { key: `sign_in/${id}`, tokens };
  }
}

/** A token is good at the URL and the server that it was issued for, and for whom the server still lets in. */
const isFor = (
  { audience, mcpServerId, principal, kind, email }: ResolvedToken,
  { access, resource }: Called,
): boolean =>
  principal.organizationId === access.organizationId &&
  mcpServerId === access.serverId &&
  audience === resource &&
  (kind === 'client' ? access.signIn.client_credentials : isLetIn(access.signIn, { kind, email }));

function challenging(error: AppError, place: SignInPlace): AppError {
  if (error.code === 'credential.invalid') return signInOver(place, error);
  return error.code === 'credential.scope_missing' ? signInTooNarrow(place, error) : error;
}

const ALL_SCOPES = new Set(SCOPES);

/** No challenge: another token of the same person would be answered alike. */
const notLetIn = (person: string) =>
  new AppError(
    'permission.missing',
    `You are signed in as ${person}, whom this MCP server does not let in. Ask whoever gave you its URL, or sign in as somebody else.`,
  );

const endedAtLooker = () =>
  new AppError('credential.invalid', 'Looker no longer accepts this sign-in, and nothing was done. Sign in again.');
