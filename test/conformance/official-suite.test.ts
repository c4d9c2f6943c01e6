import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import { EXPECTED_FAILURES, NOT_OFFERED, PASSED_UNREQUIRED } from './expected-failures.js';
import { offerFixtures } from './offered-fixtures.js';
import { type Check, problemsOf, runSuite, scenariosOf } from './suite-run.js';

let looker: SampleLooker;
let gateway: TestGateway;
let url: string;

beforeAll(async () => {
  offerFixtures();
  looker = await startSampleLooker();
  gateway = await startGateway({ GATEWAY_MCP_STRICT_HEADERS: 'on' });
  const { rest } = await gateway.createOrganization('Acme');
  ({ url } = await rest.issue(await rest.connect(credentialsOf(looker))));
});
afterAll(async () => {
  await gateway.close();
  await looker.close();
  vi.restoreAllMocks();
  Object.assign(process.env, { GATEWAY_MCP_STRICT_HEADERS: '' });
});

describe.each([
  ['2026-07-28', 37],
  ['2025-11-25', 30],
])('the official conformance suite for revision %s, with strict headers', (revision, count) => {
  const { required, unscored } = scenariosOf(revision);
  const expected = EXPECTED_FAILURES[revision] ?? {};
  const passedUnrequired = PASSED_UNREQUIRED[revision] ?? [];
  let results: ReadonlyMap<string, readonly Check[]>;

  const expectPassed = (name: string) => {
    const checks = results.get(name) ?? [];
    expect(problemsOf(checks)).toEqual([]);
    // That what came over the wire was well-formed is a check of every scenario, also of one that saw nothing.
    expect(checks.filter(({ id, status }) => status === 'SUCCESS' && id !== 'wire-schema-valid')).not.toEqual([]);
  };

  beforeAll(async () => {
    results = await runSuite(url, revision);
  });
  afterAll(() => {
    const passed = (names: readonly string[]) =>
      names.filter((name) => problemsOf(results.get(name) ?? []).length === 0);
    const counts = [
      `${passed(required).length} of ${count} required scenarios passed`,
      `${Object.keys(expected).length} expected to fail`,
      `${passed(passedUnrequired).length} of ${passedUnrequired.length} more passed`,
    ];
    process.stdout.write(`conformance, servers, ${revision}: ${counts.join(', ')}\n`);
  });

  it('was run whole, and what the gateway fails or does not offer is in literal lists', () => {
    expect(required).toHaveLength(count);
    expect([...required, ...unscored].filter((name) => !results.has(name))).toEqual([]);
    expect(Object.keys(expected).filter((name) => !required.includes(name))).toEqual([]);
    expect([...passedUnrequired, ...Object.keys(NOT_OFFERED[revision] ?? {})].sort()).toEqual([...unscored].sort());
  });

  it.each(required.filter((name) => expected[name] === undefined))('%s passes', (name) => {
    expectPassed(name);
  });

  it.each(passedUnrequired)('%s passes, though it is not required', (name) => {
    expectPassed(name);
  });

  it.each(Object.entries(expected))('%s still fails: %s', (name) => {
    expect(problemsOf(results.get(name) ?? [])).not.toEqual([]);
  });
});
