import { createHmac } from 'node:crypto';
import { type CryptoKey, exportSPKI, importJWK, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { bearerCall } from '../support/bearer-call.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import {
  authorizeUrl,
  CALLBACK,
  codeVerifier,
  grantAt,
  letIn,
  type RegisteredClient,
  registerClient,
  signInAt,
  tokenRequest,
} from '../support/sign-in.js';

const base64 = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('an attack with what was issued', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let accountId: string;
  let url: string;
  let otherUrl: string;

  beforeAll(async () => {
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway()]);
    acme = await gateway.createOrganization('Acme');
    accountId = await acme.rest.connect(credentialsOf(looker));
    url = (await acme.rest.issue(accountId, { config: { auth: 'oauth' } })).url;
    otherUrl = (await acme.rest.issue(accountId, { config: { auth: 'oauth' } })).url;
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const answerOf = async (answer: Response) => {
    const body = (await answer.json()) as { error?: string; access_token: string; refresh_token: string };
    return { status: answer.status, ...body };
  };
  /** A client that was let in, and has not redeemed its code yet. */
  const codeOf = async (resource = url, scope?: string) => {
    const client = await registerClient(gateway.url);
    const verifier = codeVerifier();
    const end = await letIn(
      authorizeUrl(gateway.url, client, resource, verifier, scope === undefined ? {} : { scope }),
      acme.owner,
    );
    const code = end.searchParams.get('code') ?? '';
    return { client, code_verifier: verifier, code, end };
  };
  const redeem = async (
    { client, code, code_verifier }: { client: RegisteredClient; code: string; code_verifier: string },
    more: Record<string, string> = {},
  ) =>
    answerOf(
      await tokenRequest(gateway.url, {
        ...{ grant_type: 'authorization_code', client_id: client.client_id, redirect_uri: CALLBACK, resource: url },
        ...{ code, code_verifier, ...more },
      }),
    );
  const refresh = async (client: RegisteredClient, refresh_token: string, resource = url) =>
    answerOf(
      await tokenRequest(gateway.url, {
        ...{ grant_type: 'refresh_token', client_id: client.client_id, refresh_token, resource },
      }),
    );
  const statusAt = async (at: string, token: string) => (await bearerCall(at, token)).status;

  describe('with a token', () => {
    it('of another MCP server is refused with the challenge, as an unknown one is', async () => {
      const { access_token } = await signInAt(otherUrl, acme.owner);
      expect(await statusAt(otherUrl, access_token)).toBe(200);
      const [foreign, unknown] = [await bearerCall(url, access_token), await bearerCall(url, 'unknown')];
      expect(foreign.status).toBe(401);
      expect(foreign.headers.get('www-authenticate')).toContain('error="invalid_token"');
      const told = ({ text }: typeof foreign) => text.replace(/"request_id":"[^"]+"/, '');
      expect(told(foreign)).toBe(told(unknown));
    });

    it('asked for one server is issued for no other', async () => {
      expect(await redeem(await codeOf(), { resource: otherUrl })).toMatchObject({
        status: 400,
        error: 'invalid_target',
      });
      const { client, refresh_token } = await signInAt(url, acme.owner);
      expect(await refresh(client, refresh_token, otherUrl)).toMatchObject({ status: 400, error: 'invalid_target' });
    });

    it('of another organization opens nothing, and is answered as an unknown one', async () => {
      const globex = await gateway.createOrganization('Globex');
      const account = await globex.rest.connect(credentialsOf(looker));
      const theirs = (await globex.rest.issue(account, { config: { auth: 'oauth' } })).url;
      const { access_token } = await signInAt(url, acme.owner);
      const [foreign, unknown] = [await bearerCall(theirs, access_token), await bearerCall(theirs, 'unknown')];
      expect([foreign.status, unknown.status]).toEqual([401, 401]);
      // A member of one organization is nobody at another's page.
      await expect(signInAt(theirs, acme.owner)).rejects.toThrow();
    });

    it('that was forged with our public key, or is not signed at all, opens nothing, and an ID token neither', async () => {
      const { keys } = (await (await fetch(`${gateway.url}/oauth/jwks`)).json()) as { keys: JWK[] };
      const now = Math.floor(Date.now() / 1000);
      const claims = base64({ iss: gateway.url, aud: url, sub: 'eve', scope: 'looker:read', exp: now + 600, iat: now });
      const head = `${base64({ alg: 'HS256', typ: 'at+jwt', kid: keys[0]?.kid })}.${claims}`;
      const key = await importJWK(keys[0] ?? {}, 'RS256', { extractable: true });
      const secret = await exportSPKI(key as CryptoKey);
      const forged = [
        `${base64({ alg: 'none', typ: 'at+jwt' })}.${claims}.`,
        `${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`,
      ];
      for (const token of forged) expect(await statusAt(url, token)).toBe(401);
      const { id_token } = (await redeem(await codeOf(url, 'openid looker:read'))) as { id_token?: string };
      expect(id_token).toMatch(/^ey/);
      expect(await statusAt(url, id_token ?? '')).toBe(401);
    });

    it('that is over is answered with the challenge each time, however often it and others of its address are sent', async () => {
      const statuses = new Set<string>();
      for (let turn = 0; turn < 40; turn++) {
        const answer = await bearerCall(url, `over-${turn}`);
        statuses.add(`${answer.status} ${answer.headers.get('www-authenticate')?.includes('resource_metadata=')}`);
      }
      expect([...statuses]).toEqual(['401 true']);
    });

    it('that has expired opens nothing', async () => {
      const { access_token } = await signInAt(url, acme.owner);
      const past = "UPDATE oauth_records SET expires_at = now() - interval '1 second' WHERE kind = 'AccessToken'";
      await queryAsOwner(gateway.databaseUrl, past);
      expect(await statusAt(url, access_token)).toBe(401);
    });
  });

  describe('with a code', () => {
    it('that was redeemed already gets nothing, and ends what the first one got', async () => {
      const begun = await codeOf();
      const first = await redeem(begun);
      expect(first.status).toBe(200);
      expect(await redeem(begun)).toMatchObject({ status: 400, error: 'invalid_grant' });
      expect(await statusAt(url, first.access_token)).toBe(401);
      expect(await refresh(begun.client, first.refresh_token)).toMatchObject({ status: 400, error: 'invalid_grant' });
    });

    it('that several requests redeem at the same moment gets tokens for one of them', async () => {
      for (let turn = 0; turn < 3; turn++) {
        const begun = await codeOf();
        const answers = await Promise.all(Array.from({ length: 4 }, () => redeem(begun)));
        const got = answers.filter(({ status }) => status === 200);
        expect(got.length).toBeLessThanOrEqual(1);
        for (const { status, error } of answers)
          if (status !== 200) expect([status, error]).toEqual([400, 'invalid_grant']);
      }
    });

    it.each<[string, Record<string, string>]>([
      ['without its verifier', { code_verifier: '' }],
      ['with another verifier', { code_verifier: codeVerifier() }],
      ['for another redirect', { redirect_uri: 'http://localhost:1/callback' }],
    ])('%s gets nothing', async (_, wrong) => {
      const answer = await redeem(await codeOf(), wrong);
      expect([answer.status, answer.access_token]).toEqual([400, undefined]);
      expect(answer.error).toMatch(/^invalid_(grant|request)$/);
    });

    it('of another client gets nothing', async () => {
      const [mine, other] = [await codeOf(), await registerClient(gateway.url)];
      expect(await redeem({ ...mine, client: other })).toMatchObject({ status: 400, error: 'invalid_grant' });
    });
  });

  describe('with a stolen refresh token', () => {
    it('gets within a minute what its client got, so that the family never branches', async () => {
      const { client, refresh_token } = await signInAt(url, acme.owner);
      const [first, again] = [await refresh(client, refresh_token), await refresh(client, refresh_token)];
      expect([first.status, again.status]).toEqual([200, 200]);
      expect(again.refresh_token).toBe(first.refresh_token);
      expect(first.refresh_token).not.toBe(refresh_token);
      const next = await refresh(client, first.refresh_token);
      const crossed = await Promise.all(Array.from({ length: 4 }, () => refresh(client, next.refresh_token)));
      expect(crossed.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
      expect(new Set(crossed.map((each) => each.refresh_token)).size).toBe(1);
    });

    it('ends the whole family after that minute, also what was issued since, and the sign-in is listed no more', async () => {
      const { server, tokens } = await grantAt(acme.rest, accountId, acme.owner);
      const { client, refresh_token } = tokens;
      const rotated = await refresh(client, refresh_token, server.url);
      expect(await statusAt(server.url, rotated.access_token)).toBe(200);
      await queryAsOwner(
        gateway.databaseUrl,
        "UPDATE oauth_records SET consumed_at = consumed_at - interval '61 seconds' WHERE consumed_at IS NOT NULL",
      );
      const dead = { status: 400, error: 'invalid_grant' };
      expect(await refresh(client, refresh_token, server.url)).toMatchObject(dead);
      expect(await refresh(client, rotated.refresh_token, server.url)).toMatchObject(dead);
      await expect.poll(() => statusAt(server.url, rotated.access_token)).toBe(401);
      expect((await acme.rest.get(`/oauth-grant?mcp_server_id=${server.id}`)).body.result).toEqual([]);
    });

    it('gets nothing by another client', async () => {
      const { refresh_token } = await signInAt(url, acme.owner);
      const other = await registerClient(gateway.url);
      expect(await refresh(other, refresh_token)).toMatchObject({ status: 400, error: 'invalid_grant' });
    });
  });
});
