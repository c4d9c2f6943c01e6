import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type CryptoKey, exportJWK, generateKeyPair, type JWK, type JWTHeaderParameters, SignJWT } from 'jose';

interface IssuerKey {
  readonly kid: string;
  readonly alg: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: JWK;
}

/** A customer's authorization server, as far as its tokens and their keys go: real keys, real HTTP. */
export class TokenIssuer {
  /** How often its keys were asked for. */
  asked = 0;
  /** In the place of the key set, where set. */
  answer: { readonly status: number; readonly body: string } | undefined;
  private keys: IssuerKey[] = [];

  private constructor(private readonly server: Server) {}

  static async start(alg = 'RS256'): Promise<TokenIssuer> {
    const server = createServer((_, response) => {
      issuer.asked++;
      const { status, body } = issuer.answer ?? { status: 200, body: issuer.keySet };
      response.writeHead(status, { 'content-type': 'application/json' }).end(body);
    });
    const issuer = new TokenIssuer(server);
    await issuer.rotate(alg);
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return issuer;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** As the config of a server has it. */
  external(more: object = {}): object {
    return { issuer: this.url, jwks_uri: `${this.url}/jwks`, audience: 'looker-mcp', ...more };
  }

  get keySet(): string {
    return JSON.stringify({ keys: this.keys.map(({ publicKey }) => publicKey) });
  }

  get publicKey(): JWK {
    return this.newest.publicKey;
  }

  /** Signs with a new key from now on; the ones before are gone. */
  async rotate(alg = this.newest.alg): Promise<void> {
    const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
    const kid = `key-${Math.random().toString(36).slice(2)}`;
    this.keys = [{ kid, alg, privateKey, publicKey: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' } }];
  }

  /** @param claims over those of a good token for the audience `looker-mcp`; undefined leaves one out */
  sign(claims: Record<string, unknown> = {}, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
    const { kid, alg, privateKey } = this.newest;
    const seconds = Math.floor(Date.now() / 1000);
    const all = {
      ...{ iss: this.url, aud: 'looker-mcp', sub: 'ana-1', email: 'ana@acme.com', iat: seconds, exp: seconds + 600 },
      ...claims,
    };
    const kept = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
    return new SignJWT(kept).setProtectedHeader({ alg, kid, typ: 'at+jwt', ...header }).sign(privateKey);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await once(this.server, 'close');
  }

  private get newest(): IssuerKey {
    const [key] = this.keys;
    if (key === undefined) throw new Error('the issuer has no key');
    return key;
  }
}
