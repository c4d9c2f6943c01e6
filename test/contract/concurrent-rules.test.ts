import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { AuditService } from '../../src/audit/audit.service.js';
import { AUDIT_ACTIONS } from '../../src/audit/audit-events.js';
import { digestPassword } from '../../src/crypto/password.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { DashboardClient } from '../support/dashboard-client.js';
import { forcedTogether } from '../support/forced-together.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { nameOf, routesOf } from '../support/routes.js';
import type { Answer, Rule } from './concurrent-rule.js';
import { ACCESS_RULES, EXCEPTIONS, PEOPLE_RULES } from './concurrent-rules.js';
import { accessWorld, MEETINGS, type Place, peopleWorld, type World } from './concurrent-world.js';

interface TrailRow {
  readonly sequence: number;
  readonly action: string;
  readonly record_id: string;
  readonly request_id: string;
  readonly before: Record<string, unknown> | null;
  readonly after: Record<string, unknown> | null;
}

/** Gone, taken meanwhile, changed meanwhile; or, where the caller's own password or session was the record, no longer valid. */
const HONEST_REFUSALS = [401, 404, 409, 412];
/** A quick machine must not be limited. */
const MANY = '1000000';
/** Four rounds of bcrypt in place of twelve: what an address begins with stays its salt. */
const QUICK_SALT = '$2b$04$abcdefghijklmnopqrstuu';
/** Each change touches them. */
const ALWAYS = ['updated_at', 'version'];

const MAKINGS: readonly string[] = AUDIT_ACTIONS.filter((action) => /\.(created|rotated|invited|joined)$/.test(action));
const ENDINGS = ['mcp_server.deleted', 'mcp_server.expired', 'integrated_account.deleted'];

const isDone = ({ status }: Answer) => status >= 200 && status < 300;
const without = (view: Record<string, unknown>, name: string) =>
  Object.fromEntries(Object.entries(view).filter(([key]) => key !== name));
const flat = (view: Record<string, unknown>) =>
  Object.entries(view).flatMap(([key, value]): [string, string][] =>
    key === 'config'
      ? Object.entries(value as object).map(([inner, each]) => [`config.${inner}`, JSON.stringify(each)])
      : [[key, JSON.stringify(value)]],
  );

const beyond = (rule: Rule | undefined, before: Record<string, unknown>, after: Record<string, unknown>) => {
  const was = new Map(flat(before));
  const touched = flat(after).filter(([field, value]) => was.get(field) !== value);
  return touched.filter(([field]) => ![...ALWAYS, ...(rule?.changes ?? [])].includes(field));
};

describe('two changes at once', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let place: Place;
  let [pairs, forced] = [0, 0];
  const metBySelf = new Set<Rule>();

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway({
      GATEWAY_API_TOKEN_REQUESTS_PER_MINUTE: MANY,
      GATEWAY_WRONG_TOKENS_PER_MINUTE: MANY,
      GATEWAY_SIGN_INS_PER_MINUTE: MANY,
    });
    const organization = await gateway.createOrganization('Acme');
    const elsewhere = await gateway.createOrganization('Elsewhere');
    const owner = await DashboardClient.signIn(gateway.url, organization.owner);
    const password = 'a password that all of them have';
    place = {
      gateway,
      organization,
      elsewhere,
      owner,
      looker,
      password,
      passwordDigest: await digestPassword(password, QUICK_SALT),
    };
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
    process.stdout.write(`pairs of rules run at once: ${pairs}, both seen waiting for a lock: ${forced}\n`);
  });

  const trailAfter = (sequence: number) =>
    queryAsOwner<TrailRow>(
      gateway.databaseUrl,
      `SELECT sequence, action, record_id, actor->>'request_id' AS request_id, before, after FROM audit_events
       WHERE organization_id = $1 AND sequence > $2 ORDER BY sequence`,
      [place.organization.id, sequence],
    );
  const headOf = async () =>
    (
      await queryAsOwner<{ sequence: number }>(
        gateway.databaseUrl,
        'SELECT sequence FROM audit_heads WHERE organization_id = $1',
        [place.organization.id],
      )
    )[0]?.sequence ?? 0;

  /** A success has written its events, and a refusal none. */
  function checkCounted(rule: Rule, answer: Answer, trail: readonly TrailRow[]): void {
    const requestId = answer.headers['x-request-id'];
    const found = trail.filter(({ request_id }) => request_id === requestId).map(({ action }) => action);
    if (!isDone(answer)) expect(found, `${rule.name}: ${answer.text}`).toEqual([]);
    else if (found.length > 0 || rule.mayBeQuiet !== true) expect(found, rule.name).toEqual(rule.events);
  }

  /** A change has begun where the one before it ended, and has touched nothing that was not its own. */
  function checkNothingLost(rules: readonly Rule[], answers: readonly Answer[], trail: readonly TrailRow[]): void {
    const latest = new Map<string, Record<string, unknown>>();
    // What tells of an act, as the change of a password does, shows no record.
    const shown = trail.filter(({ action, before }) => before !== null || MAKINGS.includes(action));
    for (const { action, record_id, request_id, before, after } of shown) {
      const earlier = latest.get(record_id);
      if (earlier !== undefined && before !== null) expect(before, action).toEqual(without(earlier, 'grace_seconds'));
      if (after !== null) latest.set(record_id, after);
      if (before === null || after === null) continue;
      const rule = rules[answers.findIndex(({ headers }) => headers['x-request-id'] === request_id)];
      expect(beyond(rule, before, after), `${rule?.name} changed what was not its own`).toEqual([]);
    }
  }

  const isOpen = async (url: string) => {
    const body = { jsonrpc: '2.0', id: 1, method: 'ping' };
    const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };
    const { status } = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    return status !== 404;
  };

  /** The URLs of the world's server that have to work, by what happened in the order of the trail. */
  function promisedUrls(world: World, answers: readonly Answer[], trail: readonly TrailRow[]): string[] {
    const promised = [world.serverUrl];
    for (const { action, request_id, after } of trail) {
      const isRotation = action === 'mcp_server.rotated';
      if (ENDINGS.includes(action) || (isRotation && after?.grace_seconds === 0)) promised.length = 0;
      const answer = answers.find(({ headers }) => headers['x-request-id'] === request_id);
      if (isRotation) promised.push(String(answer?.body.url));
    }
    return promised;
  }

  /** Every URL that was promised works, and one that ended does not. */
  async function checkUrls(world: World, answers: readonly Answer[], trail: readonly TrailRow[]): Promise<void> {
    const promised = promisedUrls(world, answers, trail);
    const given = answers.filter(({ body }) => body.id === world.serverId && typeof body.url === 'string');
    for (const url of [world.serverUrl, ...given.map(({ body }) => String(body.url))])
      expect(await isOpen(url), `promised: ${promised.includes(url)}`).toBe(promised.includes(url));
  }

  async function runPair(rules: readonly [Rule, Rule], world: World, meeting: (typeof MEETINGS)[number]) {
    const start = await headOf();
    const { answers, waiting } = await forcedTogether<Answer>(gateway.databaseUrl, meeting.lock(world), [
      () => rules[0].run(world, 0),
      () => rules[1].run(world, 1),
    ]);
    pairs++;
    if (waiting === 2) forced++;
    if (waiting === 2 && rules[0] === rules[1]) metBySelf.add(rules[0]);
    const said = answers.map(({ status, text }, turn) => `${rules[turn as 0]?.name}: ${status} ${text}`).join('\n');
    expect(
      answers.every((answer) => isDone(answer) || HONEST_REFUSALS.includes(answer.status)),
      said,
    ).toBe(true);
    expect(answers.some(isDone), said).toBe(true);
    const trail = await trailAfter(start);
    answers.forEach((answer, turn) => {
      checkCounted(rules[turn as 0], answer, trail);
    });
    checkNothingLost(rules, answers, trail);
    if (world.serverUrl !== '') await checkUrls(world, answers, trail);
  }

  const walk = async (rule: Rule, sisters: readonly Rule[], makeWorld: (place: Place) => Promise<World>) => {
    for (const sister of sisters)
      for (const meeting of MEETINGS)
        await runPair([rule, sister], await makeWorld(place), meeting).catch((error: Error) => {
          error.message = `${rule.name} beside: ${sister.name}, ${meeting.name}: ${error.message}`;
          throw error;
        });
  };

  describe.each([
    ['accounts and servers', ACCESS_RULES, accessWorld],
    ['people', PEOPLE_RULES, peopleWorld],
  ] as const)('of %s', (_, rules, makeWorld) => {
    it.each(rules)('loses nothing and fails nowhere: $name', { timeout: 180_000 }, async (rule) => {
      await walk(rule, rules.slice(rules.indexOf(rule)), makeWorld);
    });
  });

  it('leaves the chain of the audit trail whole', async () => {
    const report = await gateway.app.get(AuditService, { strict: false }).verify(place.organization.id);
    expect(report.broken).toBeNull();
    expect(report.events).toBeGreaterThan(pairs);
  });

  it('were really at once: each rule has met itself at a lock', () => {
    const rules = [...new Set([...ACCESS_RULES, ...PEOPLE_RULES])].filter(({ isSkipping }) => isSkipping !== true);
    const never = rules.filter((rule) => !metBySelf.has(rule));
    expect(never.map(({ name }) => name)).toEqual([]);
    expect(forced / pairs).toBeGreaterThan(0.9);
  });

  it('were all changes that there are: each route that is not a GET is a rule here, or stands in a list with the reason', () => {
    const walked = [...ACCESS_RULES, ...PEOPLE_RULES].flatMap(({ route }) => (route === undefined ? [] : [route]));
    const known = [...new Set(walked), ...Object.keys(EXCEPTIONS)].sort();
    const routes = routesOf(gateway).filter(({ method }) => method !== 'GET');
    expect(routes.map(nameOf).sort()).toEqual(known);
  });
});
