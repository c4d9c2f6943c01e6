import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerJson, isLogin, type SeenRequest, StandIn } from '../looker/stand-in.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern } from '../support/mcp-clients.js';

/** Less than the answer may have, and much more than anybody's name. */
const LONG = `\0\u202E${'x'.repeat(20_000)}`;
const HUGE = 'x'.repeat(1_000_000);
const KEPT_MAX = 300;

describe('what a Looker says of itself', () => {
  let gateway: TestGateway;
  let acme: TestOrganization;
  let looker: StandIn;
  let isRefusing = false;
  let name = LONG;

  beforeAll(async () => {
    const letIn = (seen: SeenRequest) => {
      if (isLogin(seen)) return { access_token: 'token', expires_in: 1e300 };
      return { id: name, display_name: name, title: name };
    };
    looker = await StandIn.start((seen, response) => {
      if (seen.url === '/versions')
        return answerJson(response, 200, { looker_release_version: LONG, api_server_url: LONG });
      if (!isRefusing) return answerJson(response, 200, letIn(seen));
      return answerJson(response, isLogin(seen) ? 404 : 401, { message: LONG });
    });
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  const credentials = () => ({ base_url: looker.url, client_id: 'id', client_secret: crypto.randomUUID() });

  /** No text in it is longer than names are, or holds what hides or breaks a text. */
  const expectKept = (value: unknown, charactersMax = KEPT_MAX) => {
    for (const [, text] of JSON.stringify(value).matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
      expect(text?.length).toBeLessThanOrEqual(charactersMax);
      expect(text).not.toMatch(/\\u00[01]|\u202E/);
    }
  };

  it('is cut and cleaned before it is stored and audited: release, user, and the id of what a call made', async () => {
    const id = await acme.rest.connect(credentials());
    const { body } = await acme.rest.get(`/integrated-account/${id}`);
    expect(body.looker.release).toMatch(/^\uFFFD\uFFFDx{200}/);
    expectKept(body);
    expectKept((await acme.rest.get(`/audit?record_id=${id}`)).body);
    const client = await connectModern((await acme.rest.issue(id)).url);
    await client.callTool('create_a_looker_board', { title: 'x' });
    const { result } = (await acme.rest.get('/log?limit=1')).body;
    expect(result[0].looker_record_id).toMatch(/^\uFFFD\uFFFDx{200}/);
    expectKept(result);
    await client.close();
  });

  it('is cut and cleaned where it is why an account has to be connected again', async () => {
    const id = await acme.rest.connect(credentials());
    const client = await connectModern((await acme.rest.issue(id)).url);
    isRefusing = true;
    await client.callTool('looker_users_me');
    isRefusing = false;
    await client.close();
    const { body } = await acme.rest.get(`/integrated-account/${id}`);
    expect(body).toMatchObject({ state: 'needs_reauth', state_reason: expect.stringMatching(/^\uFFFD+x{400}/) });
    expectKept(body, 510);
    expectKept((await acme.rest.get(`/audit?record_id=${id}`)).body, 510);
  });

  it('may be a megabyte long, and makes nothing fail and nothing long', async () => {
    name = HUGE;
    const refused = await acme.rest.post('/integrated-account', {
      name: 'x',
      integration: 'looker',
      looker: credentials(),
    });
    expect(refused.status).toBe(422);
    expect(refused.body.code).toBe('looker.not_looker');
    expect(refused.text.length).toBeLessThan(2000);
    name = 'x'.repeat(300_000);
    const id = await acme.rest.connect(credentials());
    expectKept((await acme.rest.get(`/integrated-account/${id}`)).body);
  });
});
