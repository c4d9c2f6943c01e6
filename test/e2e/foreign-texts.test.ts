import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { AlteredLooker } from '../support/altered-looker.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { ForgingProvider } from '../support/forging-provider.js';
import { FormBrowser } from '../support/form-browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { logLinesOf } from '../support/log-lines.js';
import { PROVIDER, SignInAtProvider, settingsOf } from '../support/organization-provider.js';
import { credentialsOf } from '../support/sample.js';
import { authorizeUrl, codeVerifier, registerClient } from '../support/sign-in.js';

/** Stands in whatever others send, and must stand in no line of the log. */
const PLANTED = 'PLANTED';

describe('texts of others in the log', () => {
  let gateway: TestGateway;
  let sample: SampleLooker;
  let looker: AlteredLooker;
  let provider: ForgingProvider;
  let acme: TestOrganization;
  let lookerUrl: string;
  let providerUrl: string;
  let lines: string[];

  beforeAll(async () => {
    sample = await startSampleLooker();
    [looker, provider, gateway] = await Promise.all([
      AlteredLooker.start(sample),
      ForgingProvider.start(),
      startGateway({ GATEWAY_SIGN_INS_PER_MINUTE: '1000' }),
    ]);
    acme = await gateway.createOrganization('Acme');
    const account = await acme.rest.connect(credentialsOf(looker));
    looker.answers.set('GET /versions', { web_server_url: looker.baseUrl });
    looker.answers.set('GET /.well-known/oauth-authorization-server', {
      token_endpoint: `${looker.baseUrl}/api/token`,
    });
    const sql = "UPDATE integrated_accounts SET oauth_client_guid = 'looker-mcp-gateway' WHERE id = $1";
    await queryAsOwner(gateway.databaseUrl, sql, [account]);
    await acme.rest.put(PROVIDER, settingsOf(provider.issuer));
    const issue = async (way: string) =>
      (await acme.rest.issue(account, { config: { auth: 'oauth', oauth: { sign_in: [way] } } })).url;
    [lookerUrl, providerUrl] = [await issue('looker'), await issue('openid_provider')];
    lines = logLinesOf(gateway);
  });

  afterAll(async () => {
    await gateway.close();
    await Promise.all([provider.close(), looker.close()]);
    await sample.close();
  });

  /** Comes back from Looker with a code. */
  const comeBack = async (query: Record<string, string> = { code: `${PLANTED}-code` }) => {
    const browser = new FormBrowser();
    const client = await registerClient(gateway.url);
    const page = await browser.open(authorizeUrl(gateway.url, client, lookerUrl, codeVerifier()));
    const way = new URL(/href="([^"]+\/looker)"/.exec(page.text)?.[1] ?? '', page.url).href;
    const { searchParams } = new URL((await browser.open(way)).url);
    const back = new URL(searchParams.get('redirect_uri') ?? '');
    back.search = new URLSearchParams({ ...query, state: searchParams.get('state') ?? '' }).toString();
    lines.length = 0;
    return browser.open(back.href);
  };
  const told = (token: object | string) => (typeof token === 'string' ? token : JSON.stringify(token));

  it.each<[string, object | string, number]>([
    ['a token with a line break', { access_token: `${PLANTED}\nx`, token_type: 'Bearer' }, 422],
    ['a token longer than any', { access_token: PLANTED.repeat(5_000), token_type: 'Bearer' }, 422],
    [
      'a refresh token with a line break',
      { access_token: 'x', refresh_token: `${PLANTED}\n`, token_type: 'Bearer' },
      422,
    ],
    ['a token of another type', { access_token: PLANTED, token_type: PLANTED }, 422],
    ['no token', { refresh_token: PLANTED, token_type: 'Bearer' }, 422],
    ['no JSON', `${PLANTED} <html>`, 422],
    ['an error', { error: PLANTED, error_description: PLANTED }, 422],
  ])('of Looker: %s is refused in our own words', async (_, answer, status) => {
    looker.texts.set('POST /api/token', told(answer));
    const page = await comeBack();
    expect([page.status, page.text.includes(PLANTED)]).toEqual([status, false]);
    expect(lines.join('')).toContain('looker.login_refused');
    expect(lines.join('')).not.toContain(PLANTED);
  });

  it('of Looker: who it says a person is, where that is no JSON, or its refusal, is in no line', async () => {
    looker.texts.set('POST /api/token', told({ access_token: 'x', token_type: 'Bearer' }));
    looker.texts.set('GET /user', PLANTED);
    expect((await comeBack()).status).toBe(422);
    expect((await comeBack({ error: 'server_error', error_description: PLANTED })).status).toBe(422);
    expect(lines.join('')).toContain('looker.login_refused');
    expect(lines.join('')).not.toContain(PLANTED);
  });

  it('of an organization’s OpenID provider: who was refused why, and nothing of what it sent', async () => {
    const cases: [() => void, string][] = [
      [() => forge({ aud: PLANTED }), 'claim aud'],
      [() => forge({ nonce: PLANTED }), 'claim nonce'],
      [() => forge({ iss: `https://${PLANTED}.example.com` }), 'claim iss'],
      [
        () => {
          provider.forge = (claims, { unsigned }) => unsigned(claims);
        },
        'OAUTH_',
      ],
      [() => answer({ access_token: `${PLANTED}\nx` }), 'characters'],
      [() => answer({ id_token: PLANTED }), 'OAUTH_'],
      [() => answer(`${PLANTED} <html>`), 'OAUTH_'],
      [
        () => {
          provider.comingBack = { error: 'server_error', error_description: PLANTED };
        },
        'server_error',
      ],
    ];
    for (const [plant, reason] of cases) {
      provider.reset();
      plant();
      lines.length = 0;
      const page = await new SignInAtProvider(providerUrl).come('eva');
      expect(page.status).toBeGreaterThanOrEqual(400);
      const logged = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      const [refusal, ...others] = logged.filter(({ provider: named }) => named !== undefined);
      expect(refusal, reason).toMatchObject({ level: 40, organization_id: acme.id, provider: provider.issuer });
      expect(String(refusal?.reason)).toContain(reason);
      expect(others).toEqual([]);
      expect(lines.join('')).not.toContain(PLANTED);
    }
  });

  const forge = (claims: Record<string, unknown>) => {
    provider.forge = (good) => provider.signed({ ...good, ...claims });
  };
  const answer = (tokens: Record<string, unknown> | string) => {
    provider.tokenAnswer = tokens;
  };
});
