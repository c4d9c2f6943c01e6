import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { FormBrowser } from '../support/form-browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { SignInMemory, signInFirst, signInModern } from '../support/oauth-clients.js';
import { credentialsOf } from '../support/sample.js';
import { CALLBACK, registerClient, signInAt, tokenRequest } from '../support/sign-in.js';
import { SingleAddress, type Tokens } from '../support/single-address.js';
import { toolCallRequest } from '../support/tool-call-request.js';

describe('the one address of all servers with sign-in', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;
  let single: SingleAddress;
  const servers: Record<string, { id: string; url: string }> = {};

  const issue = async (name: string, config: object) => {
    servers[name] = await acme.rest.issue(accountId, { name, config: { methods: ['read'], ...config } });
  };
  const idOf = (name: string) => servers[name]?.id ?? '';

  beforeAll(async () => {
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway()]);
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
    single = new SingleAddress(gateway.url, acme.owner);
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  describe('where nobody can sign in to any server', () => {
    it.each(['POST', 'GET', 'PUT', 'DELETE'])(
      '%s is answered as an address without a token, and there is no metadata',
      async (method) => {
        await acme.rest.issue(accountId, { name: 'By URL' });
        const answer = await fetch(single.url, { method, ...(method === 'POST' && { body: '{' }) });
        expect(answer.status).toBe(404);
        expect(answer.headers.get('www-authenticate')).toBeNull();
        expect(await answer.text()).toContain('Use the whole URL.');
        expect((await fetch(`${gateway.url}/.well-known/oauth-protected-resource/mcp`)).status).toBe(404);
      },
    );

    it('no sign-in begins', async () => {
      const page = await single.open(await registerClient(gateway.url), new FormBrowser());
      expect(new URL(page.url).searchParams.get('error')).toBe('invalid_target');
    });
  });

  describe('where people sign in to several', () => {
    beforeAll(async () => {
      await issue('Sales questions', { auth: 'oauth' });
      await issue('Dashboards', { auth: 'oauth', methods: ['read', 'write'] });
      await issue('For others', { auth: 'oauth', oauth: { emails: ['somebody@else.example'] } });
      await issue('With a secret URL', {});
      await issue('At Looker', { auth: 'oauth', oauth: { sign_in: ['looker'] } });
      await issue('Passed on', { auth: 'oauth', oauth: { provider: 'looker' } });
    });

    it('asks for a sign-in, and says where', async () => {
      const answer = await single.post();
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toBe(
        `Bearer realm="looker-mcp-gateway", scope="looker:read looker:write", resource_metadata="${gateway.url}/.well-known/oauth-protected-resource/mcp"`,
      );
      const metadata = await fetch(`${gateway.url}/.well-known/oauth-protected-resource/mcp`);
      expect(await metadata.json()).toEqual({
        resource: single.url,
        authorization_servers: [gateway.url],
        scopes_supported: ['looker:read', 'looker:write'],
        bearer_methods_supported: ['header'],
        resource_name: 'Looker',
      });
    });

    it('takes POST only, and shows browsers what it is for', async () => {
      const { status, headers } = await fetch(single.url, { headers: { accept: 'text/event-stream' } });
      expect([status, headers.get('allow')]).toEqual([405, 'POST']);
      const page = await fetch(single.url, { headers: { accept: 'text/html' } });
      expect([page.status, (await page.text()).includes('choose the MCP server')]).toEqual([200, true]);
    });

    it.each([
      { client: 'v1 client', signIn: signInFirst },
      { client: 'v2 client', signIn: signInModern },
    ])('the $client comes in, with the tools of the server that its person chose', async ({ signIn }) => {
      const client = await signIn(single.url, new SignInMemory(CALLBACK), async (asked) => {
        const browser = new FormBrowser();
        const choice = await browser.send(await browser.open(asked.href), '/member', acme.owner);
        const consent = await browser.send(choice, '/choose', { server: idOf('Dashboards') });
        return new URL((await browser.send(consent, '/consent', { decision: 'allow' })).url);
      });
      const names = (await client.listTools()).map(({ name }) => name);
      expect(names).toContain('create_a_looker_dashboard');
      expect(await client.callTool('list_all_looker_folders', {})).toMatchObject({ isError: false });
      await client.close();
      const { body } = await acme.rest.get('/log?limit=1');
      expect(body.result[0]).toMatchObject({ mcp_server_id: idOf('Dashboards'), person: acme.owner.email });
    });

    it('its tokens are good here and at no server’s own URL, and those of a server’s own URL are not good here', async () => {
      const own = servers['Sales questions']?.url ?? '';
      const [chosen, direct] = [await single.signInTo(idOf('Sales questions')), await signInAt(own, acme.owner)];
      const statuses = async (token: string) => [
        (await single.post(token)).status,
        (await single.post(token, undefined, own)).status,
      ];
      expect(await statuses(chosen.access_token)).toEqual([200, 401]);
      expect(await statuses(direct.access_token)).toEqual([401, 200]);
    });

    it('a call that needs more than was consented to is asked for here', async () => {
      const { access_token } = await single.signInTo(idOf('Dashboards'), { scope: 'looker:read' });
      const call = toolCallRequest(1, 'create_a_looker_folder', { name: 'x', parent_id: '1' });
      const answer = await single.post(access_token, call);
      expect(answer.status).toBe(403);
      expect(answer.headers.get('www-authenticate')).toContain('error="insufficient_scope"');
      expect(answer.headers.get('www-authenticate')).toContain('/.well-known/oauth-protected-resource/mcp"');
    });

    it('a refresh keeps the choice, with the lifetimes of the chosen server’s organization', async () => {
      await acme.rest.patch('/organization', { access_token_minutes: 7 });
      const signedIn = await single.signInTo(idOf('Dashboards'));
      const refreshed = await single.refresh(signedIn);
      expect(refreshed).toMatchObject({ status: 200, expires_in: 7 * 60 });
      expect((await single.post(refreshed.access_token)).status).toBe(200);
      const { body } = await acme.rest.get('/log?limit=1');
      expect(body.result[0]).toMatchObject({ mcp_server_id: idOf('Dashboards') });
      await acme.rest.patch('/organization', { access_token_minutes: 60 });
    });

    it.each([
      { end: 'is deleted', how: (id: string) => acme.rest.delete(`/integrated-account/${accountId}/mcp/${id}`) },
      {
        end: 'lets the person in no longer',
        how: (id: string) =>
          acme.rest.patch(`/integrated-account/${accountId}/mcp/${id}`, {
            config: { oauth: { emails: ['somebody@else.example'] } },
          }),
      },
      {
        end: 'has no sign-in any more',
        how: (id: string) => acme.rest.patch(`/integrated-account/${accountId}/mcp/${id}`, { config: { auth: 'url' } }),
      },
    ])('where the chosen server $end, its tokens end, and people are asked to choose again', async ({ how }) => {
      await issue('Short-lived', { auth: 'oauth' });
      const signedIn = await single.signInTo(idOf('Short-lived'));
      expect((await single.post(signedIn.access_token)).status).toBe(200);
      expect((await how(idOf('Short-lived'))).status).toBeLessThan(300);
      const refused = await single.post(signedIn.access_token);
      expect(refused.status).toBe(401);
      expect(refused.headers.get('www-authenticate')).toContain('error="invalid_token"');
      expect(refused.headers.get('www-authenticate')).toContain('/.well-known/oauth-protected-resource/mcp"');
      expect(await single.refresh(signedIn)).toMatchObject({ status: 400, error: 'invalid_grant' });
      await acme.rest.delete(`/integrated-account/${accountId}/mcp/${idOf('Short-lived')}`);
    });

    it('a program does not come in by itself: nobody chooses for it', async () => {
      const { body } = await acme.rest.post('/oauth-client', {
        ...{ name: 'Program', redirect_uris: [CALLBACK], allow_client_credentials: true },
      });
      const answer = await tokenRequest(gateway.url, {
        ...{ grant_type: 'client_credentials', client_id: body.id, client_secret: body.client_secret },
        ...{ resource: single.url, scope: 'looker:read' },
      });
      expect([answer.status, ((await answer.json()) as Tokens).error]).toEqual([400, 'invalid_target']);
    });
  });
});
