import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { launchBrowser } from '../support/browser.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { PersonAtBrowser } from '../support/person-at-browser.js';
import { CHROMIUM, isMissing } from '../support/requirements.js';
import { credentialsOf } from '../support/sample.js';
import { installed, runClient } from './installed-client.js';
import { REAL_CLIENTS } from './real-clients.js';

/** As the configuration of Claude Desktop has it, for servers whose scopes the program does not find by itself. */
const STATIC_METADATA = [
  '--static-oauth-client-metadata',
  '{ "client_name": "Claude (looker)", "scope": "looker:read" }',
];

describe.skipIf(isMissing(CHROMIUM))('mcp-remote, its person pressing the buttons in a browser', () => {
  const client = REAL_CLIENTS.find(({ name }) => name.startsWith('mcp-remote@'));
  let gateway: TestGateway;
  let looker: SampleLooker;
  let browser: Browser;
  let acme: TestOrganization;
  let url: string;
  let isInstalled = false;

  beforeAll(async () => {
    [looker, gateway, browser] = await Promise.all([startSampleLooker(), startGateway(), launchBrowser()]);
    acme = await gateway.createOrganization('Acme');
    const accountId = await acme.rest.connect(credentialsOf(looker));
    ({ url } = await acme.rest.issue(accountId, { config: { auth: 'oauth' } }));
    if (client !== undefined)
      isInstalled = await installed(client).then(
        () => true,
        () => false,
      );
  });

  afterAll(async () => {
    await browser.close();
    await gateway.close();
    await looker.close();
  });

  it.for([
    { how: 'registers itself', options: [], name: /MCP CLI Proxy/, scopes: ['looker:read', 'looker:write'] },
    {
      how: 'registers itself with metadata from its command line',
      options: STATIC_METADATA,
      name: /^Claude \(looker\)$/,
      scopes: ['looker:read'],
    },
  ])('$how, is let in, and calls', async ({ options, name, scopes }, { skip }) => {
    // Where the network is missing, it cannot be fetched.
    if (client === undefined || (!isInstalled && process.env.REQUIRE_ALL !== '1')) return skip();
    const folder = await mkdtemp(join(tmpdir(), 'gateway-mcp-remote-'));
    const person = new PersonAtBrowser(browser, acme.owner);
    const report = await runClient(
      client,
      { url, options, calls: { call: ['looker_users_me', {}] } },
      {
        environment: { MCP_REMOTE_CONFIG_DIR: folder, BROWSER: 'true' },
        letIn: (asked) => person.letIn(asked, new URL(asked).searchParams.get('redirect_uri') ?? '', 'client'),
      },
    );
    await rm(folder, { recursive: true });
    expect(report.outcomes.call).toMatchObject({ isError: false });
    const { body } = await acme.rest.get('/oauth-grant?limit=1');
    expect(body.result[0]).toMatchObject({ client_name: expect.stringMatching(name), scopes });
  });
});
