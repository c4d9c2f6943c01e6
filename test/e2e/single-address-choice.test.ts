import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { FormBrowser } from '../support/form-browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';
import { CALLBACK, registerClient } from '../support/sign-in.js';
import { SingleAddress } from '../support/single-address.js';

describe('the choice of a server at the address of all', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let single: SingleAddress;
  const ids: Record<string, string> = {};
  const idOf = (name: string) => ids[name] ?? '';

  beforeAll(async () => {
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway()]);
    acme = await gateway.createOrganization('Acme');
    single = new SingleAddress(gateway.url, acme.owner);
    const accountId = await acme.rest.connect(credentialsOf(looker));
    for (const [name, config] of Object.entries({
      'Sales questions': { auth: 'oauth' },
      Dashboards: { auth: 'oauth' },
      'For others': { auth: 'oauth', oauth: { emails: ['somebody@else.example'] } },
      'With a secret URL': {},
      'At Looker': { auth: 'oauth', oauth: { sign_in: ['looker'] } },
      'Passed on': { auth: 'oauth', oauth: { provider: 'looker' } },
    }))
      ids[name] = (await acme.rest.issue(accountId, { name, config })).id;
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  it('offers the servers that let this person in, and names no other', async () => {
    const other = await gateway.createOrganization('Other');
    const theirs = await other.rest.connect(credentialsOf(looker));
    await other.rest.issue(theirs, { name: 'Of another organization', config: { auth: 'oauth' } });
    const { text } = await single.choicePage(new FormBrowser(), await registerClient(gateway.url));
    const offered = [...text.matchAll(/name="server" value="([^"]+)"/g)].map(([, id]) => id);
    expect(offered.sort()).toEqual(['Sales questions', 'Dashboards', 'At Looker'].map(idOf).sort());
    for (const name of ['For others', 'With a secret URL', 'Passed on', 'Of another organization'])
      expect(text).not.toContain(name);
  });

  it('offers somebody of two organizations the servers of both, and lets a client in as the member of the one that was chosen', async () => {
    const globex = await gateway.createOrganization('Globex');
    const theirs = await globex.rest.issue(await globex.rest.connect(credentialsOf(looker)), {
      ...{ name: 'At Globex', config: { auth: 'oauth' } },
    });
    const person = { email: 'of-both@example.com', password: 'one password for both' };
    for (const { rest } of [acme, globex]) {
      const { body } = await rest.post('/invitation', { email: person.email, role: 'viewer' });
      const accepted = { token: body.token, password: person.password };
      await new RestClient(gateway.url, undefined).post('/invitation/accept', accepted);
    }
    const ofBoth = new SingleAddress(gateway.url, person);
    const { text } = await ofBoth.choicePage(new FormBrowser(), await registerClient(gateway.url));
    for (const id of [theirs.id, idOf('Sales questions')]) expect(text).toContain(id);
    for (const [rest, id] of [
      [globex.rest, theirs.id],
      [acme.rest, idOf('Dashboards')],
    ] as const) {
      const { access_token } = await ofBoth.signInTo(id);
      expect((await ofBoth.post(access_token)).status).toBe(200);
      const { body } = await rest.get('/oauth-grant?limit=1');
      expect(body.result[0]).toMatchObject({ mcp_server_id: id, person: person.email });
    }
  });

  it('takes no choice that was not offered, and no form that was not sent from its page', async () => {
    const browser = new FormBrowser();
    const choice = await single.choicePage(browser, await registerClient(gateway.url));
    for (const server of [idOf('For others'), idOf('With a secret URL'), 'a\0b', '']) {
      const again = await browser.send(choice, '/choose', { server });
      expect([again.status, again.text.includes('/choose"')], server).toEqual([200, true]);
    }
    const forged = await browser.send(choice, '/choose', { server: idOf('Dashboards'), form_token: 'x' });
    expect(forged.status).toBe(403);
  });

  it('lets nothing in at a server that was chosen in another window after the page of consent was shown', async () => {
    const [browser, client] = [new FormBrowser(), await registerClient(gateway.url)];
    const choice = await single.choicePage(browser, client);
    const shown = await browser.send(choice, '/choose', { server: idOf('Sales questions') });
    await browser.send(choice, '/choose', { server: idOf('Dashboards') });
    const answer = await browser.send(shown, '/consent', { decision: 'allow' });
    expect(answer.url.startsWith(CALLBACK)).toBe(false);
    expect(answer.text).toContain('<strong>Dashboards</strong>');
    expect(answer.text).toContain('Nothing was let in');
  });

  it('leads to Looker first where people sign in there', async () => {
    const browser = new FormBrowser();
    const choice = await single.choicePage(browser, await registerClient(gateway.url));
    const page = await browser.send(choice, '/choose', { server: idOf('At Looker') });
    expect(page.text).toContain('Sign in at Looker (');
    expect(page.text).not.toContain('Let it in');
  });

  const linkIn = (page: { text: string; url: string }, ending: string) => {
    const found = [...page.text.matchAll(/href="([^"]+)"/g)].map(([, href = '']) => href);
    const href = found.find((each) => each.endsWith(ending));
    if (href === undefined) throw new Error(`no link to ${ending} among ${found.join(' ')}`);
    return new URL(href, page.url).href;
  };

  it('may be taken back: from where people sign in at Looker, and from consent, another server can be chosen', async () => {
    const browser = new FormBrowser();
    const choice = await single.choicePage(browser, await registerClient(gateway.url));
    const atLooker = await browser.send(choice, '/choose', { server: idOf('At Looker') });
    const again = await browser.open(linkIn(atLooker, '?choose=1'));
    const consent = await browser.send(again, '/choose', { server: idOf('Dashboards') });
    expect(consent.text).toContain('Let it in');
    const third = await browser.open(linkIn(consent, '?choose=1'));
    const other = await browser.send(third, '/choose', { server: idOf('Sales questions') });
    expect(other.text).toContain('<strong>Sales questions</strong>');
  });

  it('who did not mean to be somebody else goes on as who they are', async () => {
    const browser = new FormBrowser();
    const choice = await single.choicePage(browser, await registerClient(gateway.url));
    const consent = await browser.send(choice, '/choose', { server: idOf('Dashboards') });
    const signIn = await browser.open(linkIn(consent, '?again=1'));
    expect(signIn.text).toContain(`go on as ${acme.owner.email}`);
    const back = await browser.open(linkIn(signIn, new URL(consent.url).pathname));
    expect((await browser.send(back, '/choose', { server: idOf('Dashboards') })).text).toContain('Let it in');
  });

  it('of a server at which the client is let in no more is made anew', async () => {
    const strict = await gateway.createOrganization('Strict');
    const server = await strict.rest.issue(await strict.rest.connect(credentialsOf(looker)), {
      ...{ name: 'At Strict', config: { auth: 'oauth' } },
    });
    const { body } = await strict.rest.post('/invitation', { email: 'of-strict@example.com', role: 'viewer' });
    const person = { email: 'of-strict@example.com', password: 'one password for both' };
    const anybody = new RestClient(gateway.url, undefined);
    await anybody.post('/invitation/accept', { token: body.token, password: person.password });
    const invited = (await acme.rest.post('/invitation', { email: person.email, role: 'viewer' })).body;
    await anybody.post('/invitation/accept', { token: invited.token, password: person.password });
    const browser = new FormBrowser();
    const choice = await new SingleAddress(gateway.url, person).choicePage(browser, await registerClient(gateway.url));
    const consent = await browser.send(choice, '/choose', { server: server.id });
    expect(consent.text).toContain('<strong>At Strict</strong>');
    await strict.rest.patch('/organization', { dynamic_client_registration: false });
    const anew = await browser.open(consent.url);
    expect(anew.text).toContain(idOf('Dashboards'));
    expect(anew.text).not.toContain(server.id);
  });

  it('a client of another organization is let in nowhere', async () => {
    const other = await gateway.createOrganization('Third');
    const { body } = await other.rest.post('/oauth-client', {
      ...{ name: 'Theirs', redirect_uris: [CALLBACK], has_secret: false },
    });
    const page = await single.choicePage(new FormBrowser(), { client_id: body.id });
    expect([page.status, page.text.includes('registered for another organization')]).toEqual([403, true]);
  });

  it('who may sign in to no server is told so, and may be somebody else', async () => {
    const lonely = await gateway.createOrganization('Lonely');
    const browser = new FormBrowser();
    const signIn = await single.open(await registerClient(gateway.url), browser);
    const page = await browser.send(signIn, '/member', lonely.owner);
    expect([page.status, page.text.includes('no MCP server here for you')]).toEqual([403, true]);
    const again = /href="([^"]+again=1)"/.exec(page.text)?.[1] ?? '';
    const back = await browser.open(new URL(again, page.url).href);
    expect(back.text).toContain('name="password"');
  });

  it('who may choose one server only is not asked which', async () => {
    const few = await gateway.createOrganization('Few');
    await few.rest.issue(await few.rest.connect(credentialsOf(looker)), {
      ...{ name: 'The only one', config: { auth: 'oauth' } },
    });
    const browser = new FormBrowser();
    const signIn = await single.open(await registerClient(gateway.url), browser);
    const consent = await browser.send(signIn, '/member', few.owner);
    expect(consent.text).toContain('<strong>The only one</strong>');
    expect(consent.text).toContain('name="decision"');
  });
});
