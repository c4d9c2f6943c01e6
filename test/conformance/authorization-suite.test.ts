import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { FormBrowser } from '../support/form-browser.js';
import { freePort } from '../support/free-port.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import { letIn, registerClient } from '../support/sign-in.js';
import { type Check, problemsOf, runAuthorizationSuite } from './suite-run.js';

const SCENARIOS = ['authorization-server-metadata-endpoint', 'authorization-code-grant'];

describe('the official conformance suite for authorization servers', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let results: ReadonlyMap<string, readonly Check[]>;

  beforeAll(async () => {
    [looker, gateway] = await Promise.all([startSampleLooker(), startGateway()]);
    const { rest, owner } = await gateway.createOrganization('Acme');
    const { url } = await rest.issue(await rest.connect(credentialsOf(looker)), { config: { auth: 'oauth' } });
    const port = await freePort();
    const callback = `http://127.0.0.1:${port}/callback`;
    const { client_id } = await registerClient(gateway.url, { redirect_uris: [callback] });
    const target = { issuer: gateway.url, clientId: client_id, resource: url, port };
    results = await runAuthorizationSuite(target, async (asked) => {
      const end = await letIn(asked, owner, new FormBrowser(), callback);
      await fetch(end);
    });
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
    const passed = SCENARIOS.filter((name) => problemsOf(results.get(name) ?? []).length === 0);
    process.stdout.write(
      `conformance, authorization servers: ${passed.length} of ${SCENARIOS.length} scenarios passed\n`,
    );
  });

  it('was run whole', () => {
    expect([...results.keys()].sort()).toEqual([...SCENARIOS].sort());
  });

  it.each(SCENARIOS)('%s passes, without a warning', (name) => {
    const checks = results.get(name) ?? [];
    expect(problemsOf(checks)).toEqual([]);
    expect(checks.map(({ status }) => status)).not.toContain('SKIPPED');
    expect(checks.some(({ status }) => status === 'SUCCESS')).toBe(true);
  });
});
