import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ApiTokenResolver } from '../../src/auth/rest-credentials/api-token-resolver.js';
import { PasswordCheckService } from '../../src/auth/sessions/password-check.service.js';
import { createToken } from '../../src/crypto/bearer-token.js';
import type { AppError } from '../../src/errors/app-error.js';
import { McpServerUrlsService } from '../../src/mcp-servers/mcp-server-urls.service.js';
import { gate } from '../looker/stand-in.js';
import { startGateway, type TestGateway } from '../support/gateway.js';

const LIMITED = 'request.rate_limited';
const DONE = 'done';
/** Four networks of one site, as one customer has them. */
const ONE_SITE = ['2001:db8:1:1::1', '2001:db8:1:2::1', '2001:db8:1:3::1', '2001:db8:1:ffff::1'];
const otherSites = (count: number) => Array.from({ length: count }, (_, index) => `2001:db8:${index + 2}::1`);

describe('a line in which requests wait', () => {
  let gateway: TestGateway;

  beforeAll(async () => {
    gateway = await startGateway();
  });

  afterAll(() => gateway.close());

  const codeOf = (work: Promise<unknown>) =>
    work.then(
      () => DONE,
      ({ code }: AppError) => code,
    );
  const limited = (codes: readonly string[]) => codes.filter((code) => code === LIMITED).length;

  it('for passwords lets the networks of a site wait in a quarter of its places, and others in the rest', async () => {
    const passwords = gateway.app.get(PasswordCheckService, { strict: false });
    const compared = gate();
    const ask = (address: string) => codeOf(passwords.inTurn(address, () => compared.opened));
    const flood = ONE_SITE.flatMap((address) => Array.from({ length: 32 }, () => ask(address)));
    const others = otherSites(3).flatMap((address) => Array.from({ length: 8 }, () => ask(address)));
    const late = ask('192.0.2.1');
    compared.open();
    const codes = await Promise.all(flood);
    expect(codes.length - limited(codes)).toBe(3 + 8);
    expect(await Promise.all(others)).toEqual(others.map(() => DONE));
    expect(await late).toBe(LIMITED);
  });

  it.each(['API tokens', 'MCP URLs'])(
    'for look-ups of %s lets the networks of a site wait in a sixteenth of its places, and others in the rest',
    async (kind) => {
      const tokens = gateway.app.get(ApiTokenResolver, { strict: false });
      const urls = gateway.app.get(McpServerUrlsService, { strict: false });
      const ask = (address: string) => {
        const from = { address, requestId: 'test' };
        const found =
          kind === 'API tokens'
            ? tokens.resolve(
                { method: 'GET', headers: { authorization: `Bearer ${createToken('api_token')}` }, from },
                new Date(),
              )
            : urls.findByToken(createToken('mcp_server'), address);
        return codeOf(found);
      };
      const flood = ONE_SITE.flatMap((address) => Array.from({ length: 250 }, () => ask(address)));
      const others = otherSites(15).flatMap((address) => Array.from({ length: 125 }, () => ask(address)));
      const codes = await Promise.all(flood);
      expect(codes.length - limited(codes)).toBe(4 + 125);
      expect(limited(await Promise.all(others))).toBe(0);
    },
  );
});
