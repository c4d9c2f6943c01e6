import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, SignJWT, UnsecuredJWT } from 'jose';

type Claims = Record<string, unknown>;
/** Makes an ID token of the claims that a good one would have. */
type Forge = (claims: Claims, provider: ForgingProvider) => Promise<string> | string;

/** An OpenID provider that says and signs what a test wants: good as long as nothing else is asked for. */
export class ForgingProvider {
  /** What was asked of it, as method and path. */
  readonly requests: string[] = [];
  /** The codes that it was asked to redeem. */
  readonly codes: string[] = [];
  forge: Forge = (claims, provider) => provider.signed(claims);
  /** Over the discovery document of a good one; undefined leaves a field out. */
  metadata: Record<string, unknown> = {};
  /** Over the query with which the browser is sent back. */
  comingBack: Record<string, string> = {};
  /** In the place of each answer, where set. */
  answer: { readonly status: number; readonly body: string; readonly headers?: Record<string, string> } | undefined;
  /** Each answer at this path waits for it, where set. */
  held: { readonly path: string; readonly until: Promise<void> } | undefined;
  /** Over its answer for tokens. */
  tokenAnswer: Record<string, unknown> | string = {};
  claims: Claims = { sub: 'eva', email: 'eva@partner.com', email_verified: true };

  private constructor(
    private readonly server: Server,
    private readonly key: { readonly privateKey: CryptoKey; readonly publicKey: JWK },
    private readonly nonces = new Map<string, string>(),
  ) {}

  /** @param host an address of loopback. */
  static async start(host = '127.0.0.1'): Promise<ForgingProvider> {
    const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true });
    const jwk = { ...(await exportJWK(publicKey)), kid: 'key', alg: 'RS256', use: 'sig' };
    const server = createServer((request, response) => void provider.serve(request, response));
    const provider = new ForgingProvider(server, { privateKey, publicKey: jwk });
    server.listen(0, host);
    await once(server, 'listening');
    return provider;
  }

  get issuer(): string {
    const { address, port } = this.server.address() as AddressInfo;
    return `http://${address}:${port}`;
  }

  get publicKey(): JWK {
    return this.key.publicKey;
  }

  /** Signed with its own key, or with another one. */
  async signed(claims: Claims, key: CryptoKey = this.key.privateKey): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'key' }).sign(key);
  }

  unsigned(claims: Claims): string {
    return new UnsecuredJWT(claims).encode();
  }

  /** Good again. */
  reset(): void {
    this.forge = (claims, provider) => provider.signed(claims);
    this.metadata = {};
    this.comingBack = {};
    this.answer = undefined;
    this.held = undefined;
    this.tokenAnswer = {};
    this.claims = { sub: 'eva', email: 'eva@partner.com', email_verified: true };
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((closed) => this.server.close(closed));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '', this.issuer);
    this.requests.push(`${request.method} ${url.pathname}`);
    if (this.held?.path === url.pathname) await this.held.until;
    if (this.answer !== undefined) {
      response.writeHead(this.answer.status, this.answer.headers).end(this.answer.body);
      return;
    }
    if (url.pathname === '/authorize') return this.authorize(url, response);
    const body = await this.bodyOf(url, request);
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(typeof body === 'string' ? body : JSON.stringify(body));
  }

  private async bodyOf(url: URL, request: IncomingMessage): Promise<unknown> {
    if (url.pathname === '/.well-known/openid-configuration') return this.document();
    if (url.pathname === '/jwks') return { keys: [this.publicKey] };
    if (url.pathname === '/userinfo') return this.claims;
    let text = '';
    for await (const chunk of request) text += chunk;
    return this.tokens(new URLSearchParams(text), request.headers.authorization ?? '');
  }

  private document() {
    const at = (path: string) => `${this.issuer}${path}`;
    return {
      ...{ issuer: this.issuer, authorization_endpoint: at('/authorize'), token_endpoint: at('/token') },
      ...{ jwks_uri: at('/jwks'), userinfo_endpoint: at('/userinfo'), response_types_supported: ['code'] },
      ...{ id_token_signing_alg_values_supported: ['RS256', 'none'], subject_types_supported: ['public'] },
      ...this.metadata,
    };
  }

  private authorize({ searchParams }: URL, response: ServerResponse): void {
    const code = `code-${this.nonces.size}`;
    this.nonces.set(code, searchParams.get('nonce') ?? '');
    const back = new URL(searchParams.get('redirect_uri') ?? '');
    const query = { code, state: searchParams.get('state') ?? '', ...this.comingBack };
    for (const [name, value] of Object.entries(query)) back.searchParams.set(name, value);
    response.writeHead(302, { location: back.href }).end();
  }

  private async tokens(form: URLSearchParams, authorization: string) {
    const [id = ''] = Buffer.from(authorization.replace('Basic ', ''), 'base64').toString().split(':');
    const code = form.get('code') ?? '';
    this.codes.push(code);
    const now = Math.floor(Date.now() / 1000);
    const good = { iss: this.issuer, aud: id, iat: now, exp: now + 300, nonce: this.nonces.get(code) ?? '' };
    const idToken = await this.forge({ ...good, ...this.claims }, this);
    const answer = { access_token: 'an-access-token', token_type: 'Bearer', expires_in: 300, id_token: idToken };
    return typeof this.tokenAnswer === 'string' ? this.tokenAnswer : { ...answer, ...this.tokenAnswer };
  }
}
