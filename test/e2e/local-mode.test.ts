import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalRecord } from '../../src/local-mode/local-record.js';
import { freePort } from '../support/free-port.js';
import { connectFirst, OFFICIAL_CLIENTS } from '../support/mcp-clients.js';
import { measured } from '../support/measured.js';
import { SignInMemory, signInModern } from '../support/oauth-clients.js';
import { RestClient } from '../support/rest-client.js';
import { askInSql, rowsOf, TOP_TEN_STATES, TOP_TEN_STATES_SQL } from '../support/sample.js';
import { asLookerUser, CALLBACK } from '../support/sign-in.js';
import { createTestDir } from '../support/test-database.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PAST_READY = 'Stop with Ctrl-C';

interface Running {
  readonly child: ChildProcess;
  readonly output: string[];
  readonly ended: Promise<unknown>;
}

/** The gateway as `npm start` runs it once it is built, on a data folder and a port of its own. */
describe('local mode', () => {
  let dataDir: string;
  let port: number;
  const running: ChildProcess[] = [];

  beforeAll(async () => {
    dataDir = await createTestDir();
    port = await freePort();
  });

  afterAll(async () => {
    for (const child of running) child.kill('SIGTERM');
    await Promise.all(
      running
        .filter((child) => child.exitCode === null && child.signalCode === null)
        .map((child) => once(child, 'exit')),
    );
    await rm(dataDir, { recursive: true, force: true });
  });

  function launch(environment: Record<string, string> = {}): Running {
    const { DATABASE_URL: _, GATEWAY_MASTER_KEYS: __, ...inherited } = process.env;
    const child = spawn(process.execPath, [join(ROOT, 'dist', 'main.js')], {
      env: { ...inherited, PORT: String(port), GATEWAY_DATA_DIR: dataDir, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.push(child);
    const output: string[] = [];
    for (const stream of [child.stdout, child.stderr])
      createInterface({ input: stream }).on('line', (line) => output.push(line));
    return { child, output, ended: once(child, 'exit') };
  }

  async function start(): Promise<Running & { record: LocalRecord; readyMs: number }> {
    const startedAt = performance.now();
    const launched = launch();
    await expect.poll(() => launched.output.join('\n'), { interval: 20 }).toContain(PAST_READY);
    const readyMs = performance.now() - startedAt;
    const record = JSON.parse(await readFile(join(dataDir, 'local.json'), 'utf8')) as LocalRecord;
    return { ...launched, record, readyMs };
  }

  const askForMe = async (url: string) => {
    const client = await connectFirst(url);
    const answer = await client.callTool('looker_users_me');
    await client.close();
    return answer;
  };

  /** Each official client gets from the URL in local.json what the sample's data says when it is asked in SQL. */
  const expectTopTenStates = async ({ mcp_url, sample_looker }: LocalRecord) => {
    const looker = {
      baseUrl: sample_looker?.base_url ?? '',
      clientId: sample_looker?.client_id ?? '',
      clientSecret: sample_looker?.client_secret ?? '',
    };
    const expected = await askInSql(looker, TOP_TEN_STATES_SQL);
    expect(expected).toHaveLength(10);
    for (const { connect } of OFFICIAL_CLIENTS) {
      const client = await connect(mcp_url ?? '');
      // Everything is allowed: what is needed most is listed, and a search for the rest.
      const names = (await client.listTools()).map(({ name }) => name);
      expect(names).toEqual(expect.arrayContaining(['create_a_looker_dashboard', 'search_tools', 'call_write_tool']));
      expect(rowsOf(await client.callTool('looker_query_run_inline', TOP_TEN_STATES))).toEqual(expected);
      await client.close();
    }
  };

  /** Whoever signs in at the sample Looker sees the states that it lets them see, over plain http from end to end. */
  const expectOwnStates = async ({ sign_in_mcp_url: url }: LocalRecord) => {
    for (const [userId, states] of [
      ['13', ['California']],
      ['14', ['New York', 'Texas']],
    ] as const) {
      const client = await signInModern(url ?? '', new SignInMemory(CALLBACK), asLookerUser(userId));
      const { text } = await client.callTool('looker_query_run_inline', TOP_TEN_STATES);
      const all = ['California', 'Florida', 'New York', 'Texas'];
      expect(all.filter((state) => text.includes(state))).toEqual(states);
      await client.close();
    }
  };

  const refuses = (url: string) =>
    fetch(url).then(
      () => false,
      () => true,
    );

  it('one command gives a URL that answers, keeps it through kill and restart, and leaves nothing running', async () => {
    const first = await start();
    const { record } = first;
    expect((await stat(join(dataDir, 'local.json'))).mode & 0o777).toBe(0o600);
    expect(record).toMatchObject({
      base_url: `http://localhost:${port}`,
      dashboard_url: `http://localhost:${port}/app`,
      admin_email: 'admin@localhost',
      admin_password: expect.stringMatching(/.{16,}/),
      api_token: expect.stringMatching(/^lmg_api_/),
      sample_looker: { base_url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) },
      mcp_url: expect.stringMatching(new RegExp(`^http://localhost:${port}/mcp/lmg_url_`)),
      sign_in_mcp_url: `http://localhost:${port}/mcp/${record.sign_in_mcp_server_id}`,
    });
    const banner = first.output.join('\n');
    for (const shown of [
      record.mcp_url ?? '?',
      record.sign_in_mcp_url ?? '?',
      record.dashboard_url,
      record.api_token,
      'claude mcp add --transport http',
      'mcp-remote',
      'add-custom-connector',
      'curl ',
    ])
      expect(banner).toContain(shown);
    await expectTopTenStates(record);
    await expectOwnStates(record);
    expect(await (await fetch(`${record.base_url}/setup`)).json()).toEqual({ needed: false });
    expect(await (await fetch(`${record.base_url}/session/methods`)).json()).toMatchObject({ local: true });
    expect(banner).not.toContain('setup code');

    const rest = new RestClient(record.base_url, record.api_token);
    const servers = `/integrated-account/${record.integrated_account_id}/mcp`;
    const made = await rest.issue(record.integrated_account_id ?? '', { name: 'Made before the crash' });
    first.child.kill('SIGKILL');
    await first.ended;

    const second = await start();
    measured('a second start on the same data', second.readyMs, 10_000);
    expect(second.record).toEqual({
      ...record,
      sample_looker: expect.objectContaining({ client_id: record.sample_looker?.client_id }),
    });
    expect((await rest.get(`${servers}/${made.id}`)).body.name).toBe('Made before the crash');
    expect((await askForMe(made.url)).isError).toBe(false);
    await expectOwnStates(second.record);

    second.child.kill('SIGINT');
    expect(await second.ended).toEqual([0, null]);
    // PostgreSQL removes its pid file as the last thing it does.
    await expect(stat(join(dataDir, 'postgres', 'postmaster.pid'))).rejects.toThrow('ENOENT');
    expect(await refuses(`${second.record.sample_looker?.base_url}/alive`)).toBe(true);
    expect(await refuses(`${record.base_url}/healthz`)).toBe(true);
  }, 90_000);

  it('is ready, by readyz, no sooner than local.json is written, and tells step by step what it does until then', async () => {
    await rm(join(dataDir, 'local.json'), { force: true });
    const { child, ended, output } = launch();
    const isReady = () =>
      fetch(`http://127.0.0.1:${port}/readyz`).then(
        ({ status, ok }) => ({ status, ok }),
        () => undefined,
      );
    const seen = new Set<string>();
    for (let answer = await isReady(); answer?.ok !== true; answer = await isReady())
      if (answer !== undefined) seen.add(`${answer.status}`);
    expect([...seen].filter((status) => status !== '503')).toEqual([]);
    expect(existsSync(join(dataDir, 'local.json'))).toBe(true);
    await expect.poll(() => output.join('\n')).toContain(PAST_READY);
    const steps = output
      .slice(
        0,
        output.findIndex((line) => line.includes('is ready')),
      )
      .filter((line) => line !== '');
    expect(steps.map((line) => line.trim().split(/[ ,]/, 1)[0])).toEqual([
      'Starting',
      'Bringing',
      'Starting',
      'Connecting',
    ]);
    child.kill('SIGTERM');
    await ended;
  }, 90_000);

  it('a second gateway on a folder in use is refused with what to do, and the first goes on', async () => {
    const first = await start();
    const second = launch({ PORT: String(await freePort()) });
    expect(await second.ended).toEqual([1, null]);
    expect(second.output.join('\n')).toContain('Another gateway is running');
    expect((await askForMe(first.record.mcp_url ?? '')).isError).toBe(false);
    first.child.kill('SIGTERM');
    expect(await first.ended).toEqual([0, null]);
  }, 60_000);

  it('a lost local.json is made anew, and the records of before are still there', async () => {
    const before = JSON.parse(await readFile(join(dataDir, 'local.json'), 'utf8')) as LocalRecord;
    await rm(join(dataDir, 'local.json'));
    const { record, child, ended } = await start();
    expect(record.api_token).not.toBe(before.api_token);
    expect((await askForMe(record.mcp_url ?? '')).isError).toBe(false);
    const accounts = await new RestClient(record.base_url, record.api_token).get('/integrated-account');
    expect(accounts.body.result.map((account: { id: string }) => account.id)).toEqual([before.integrated_account_id]);
    child.kill('SIGTERM');
    await ended;
  }, 60_000);

  it('a wrong setting stops the start with all problems at once', async () => {
    const { ended, output } = launch({ PORT: '99999', PUBLIC_URL: 'nonsense', GATEWAY_TYPO: '1' });
    expect(await ended).toEqual([1, null]);
    for (const name of ['PORT', 'PUBLIC_URL', 'GATEWAY_TYPO']) expect(output.join('\n')).toContain(name);
  });
});
