import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { PACKAGE_ROOT } from '../../src/config/settings.js';
import { checkConnection } from '../../src/doctor/check-connection.js';
import { certificates, type TestCertificates } from '../support/certificates.js';
import { FaultyProxy } from '../support/faulty-proxy.js';
import { freePort } from '../support/free-port.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { FAULTS_BEFORE_OPEN, FAULTS_BEFORE_SIGN_IN, type PlantedFault } from '../support/proxy-faults.js';
import { credentialsOf } from '../support/sample.js';

const PROGRAM = join(PACKAGE_ROOT, 'dist', 'commands', 'doctor.js');
const WHOLE_MS = 60_000;
const OPEN_STEPS = [
  ...['Address', 'Connection', 'Clock', 'First message (2025-11-25)', 'User agents', 'server/discover (2026-07-28)'],
  ...['No place to sign in', 'tools/list', 'A call', 'Event streams', 'A request of 1 MB'],
];
const SIGN_IN_STEPS = [
  ...['Address', 'Connection', 'Clock', 'First message (2025-11-25)', 'User agents', 'server/discover (2026-07-28)'],
  ...['Metadata of the server', 'Metadata of the authorization server', 'Authorization server at the root'],
  ...['Clients in web pages', 'Registration of a client', 'Page to sign in', 'Token endpoint', 'Authorization header'],
  ...['Event streams', 'A request of 1 MB'],
];

/** Runs the command as `npm run doctor` does. */
const doctor = (args: readonly string[], environment: Record<string, string> = {}) =>
  new Promise<{ code: number; stdout: string; stderr: string }>((resolve) =>
    execFile(process.execPath, [PROGRAM, ...args], { env: environment }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    ),
  );

describe('the connection doctor', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let proxy: FaultyProxy;
  let open: string;
  let byToken: string;
  let signIn: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    proxy = await FaultyProxy.open();
    gateway = await startGateway({ PUBLIC_URL: proxy.url, GATEWAY_WRONG_TOKENS_PER_MINUTE: '1000' });
    proxy.target = gateway.url;
    const { rest } = await gateway.createOrganization('Acme');
    const accountId = await rest.connect(credentialsOf(looker));
    open = (await rest.issue(accountId)).url;
    byToken = (await rest.issue(accountId, { config: { auth: 'api_token' } })).url;
    signIn = (await rest.issue(accountId, { config: { auth: 'oauth' } })).url;
  });

  afterEach(() => {
    proxy.fault = {};
  });

  afterAll(async () => {
    await proxy.close();
    await gateway.close();
    await looker.close();
  });

  const check = (url: string) => checkConnection(new URL(url), { wholeMs: WHOLE_MS });

  it('passes on what the page says of an organization that lets in no client that registered itself', async () => {
    const { rest } = await gateway.createOrganization('Closed & “quiet”');
    const { url } = await rest.issue(await rest.connect(credentialsOf(looker)), { config: { auth: 'oauth' } });
    await rest.patch('/organization', { dynamic_client_registration: false });
    const { fault, steps } = await check(url);
    expect(steps.at(-1)?.name).toBe('Page to sign in');
    expect(fault).toContain('403, “Closed & “quiet” lets in only clients that an administrator registered');
    expect(fault).toContain('Ask for a client id');
    expect(fault).toContain('do what its page says');
  });

  it.each([
    { server: 'whose URL is all that it asks for', url: () => open, names: OPEN_STEPS },
    { server: 'with sign-in', url: () => signIn, names: SIGN_IN_STEPS },
  ])('has nothing to change at a server $server, but that it is not public', async ({ url, names }) => {
    const { code, stdout } = await doctor([url(), '--json']);
    const report = JSON.parse(stdout);
    expect([code, report.healthy, report.fault], stdout).toEqual([0, true, null]);
    expect(report.steps.map(({ name }: { name: string }) => name)).toEqual(names);
    const isOther = ({ state }: { state: string }) => state !== 'ok';
    expect(report.steps.filter(isOther)).toEqual([expect.objectContaining({ name: 'Address', state: 'warning' })]);
  });

  it('prints a table, and says at its end that clients can connect', async () => {
    const { code, stdout } = await doctor([open]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ok {7}tools\/list +\d+ ms {2}\d+ tools\.$/m);
    expect(stdout).toMatch(/\nClients can connect\. It took \d+\.\d s\.\n$/);
  });

  const finds = async (url: string, { says, step, isWarning, ...fault }: PlantedFault) => {
    proxy.fault = fault;
    const report = await check(url);

    const [last] = report.steps.filter(({ name }) => name === step);
    expect(last, JSON.stringify(report)).toMatchObject({
      state: isWarning ? 'warning' : 'fault',
      message: expect.stringMatching(says),
    });

    expect(report.fault).toBe(isWarning ? null : last?.message);
    if (!isWarning) expect(report.steps.at(-1)).toBe(last);
  };

  it.each(FAULTS_BEFORE_OPEN)('finds $name before a server that asks for nothing besides its URL', (fault) =>
    finds(open, fault),
  );

  it.each(FAULTS_BEFORE_SIGN_IN)('finds $name before a server with sign-in', (fault) => finds(signIn, fault));

  it('finds that a proxy removes a prefix of which the server does not know', async () => {
    proxy.fault = { arrives: ({ path }) => ({ path: path.replace(/^\/looker/, '') }) };
    expect((await check(signIn.replace('/mcp/', '/looker/mcp/'))).fault).toMatch(/is reached below \/looker/);
  });

  it('finds a prefix that leads nowhere', async () => {
    expect((await check(open.replace('/mcp/', '/looker/mcp/'))).fault).toMatch(
      /nothing below \/looker.*without that prefix/,
    );
  });

  it('finds a slash at the end of what was pasted', async () => {
    expect((await check(`${signIn}/`)).fault).toMatch(/ends with a slash.*paste it without the slash/);
  });

  it('says of a server that asks for a token who cannot connect', async () => {
    expect((await check(byToken)).fault).toMatch(/asks for a token.*hosted clients cannot connect/);
  });

  it.each([
    ['http://mcp.example.com/mcp/x', /clients connect to public servers by https only/],
    ['https://ada:secret@mcp.example.com/mcp/x', /user name or password/],
    ['https://nothing.invalid/mcp/x', /The DNS has no address for nothing\.invalid/],
  ])('finds what is wrong with %s, and ends with code 1', async (url, says) => {
    const { code, stdout } = await doctor([url]);
    expect([code, stdout.match(/Change this first: (.+)\n$/)?.[1]]).toEqual([1, expect.stringMatching(says)]);
  });

  it('finds that nothing listens', async () => {
    expect((await check(`http://127.0.0.1:${await freePort()}/mcp/x`)).fault).toMatch(/Nothing listens/);
  });

  it.each([
    ['nothing', [], /One address is needed/],
    ['two addresses', ['https://a.example', 'https://b.example'], /One address is needed/],
    ['an address of something else', ['ftp://a.example'], /no address that begins with https/],
    ['an unknown option', ['https://a.example', '--jsn'], /Unknown option '--jsn'/],
  ])('refuses %s, and says how it is called', async (_, args, says) => {
    const { code, stderr } = await doctor(args);
    expect([code, stderr]).toEqual([1, expect.stringMatching(says)]);
  });

  describe('over TLS', () => {
    let made: TestCertificates;
    const proxies: FaultyProxy[] = [];

    beforeAll(async () => {
      made = await certificates();
    });

    afterAll(async () => {
      await Promise.all(proxies.map((each) => each.close()));
      await made.remove();
    });

    const overTls = async (certificate: keyof TestCertificates['pairs'], isTrusted = true) => {
      const secured = await FaultyProxy.open(made.pairs[certificate]);
      proxies.push(secured);
      secured.target = gateway.url;
      const url = open.replace(proxy.url, secured.url);
      const { stdout } = await doctor([url, '--json'], isTrusted ? { NODE_EXTRA_CA_CERTS: made.authority } : {});
      return JSON.parse(stdout);
    };

    it('takes a certificate that holds', async () => {
      expect(await overTls('valid')).toMatchObject({ healthy: true });
    });

    it.each([
      ['one that has expired', 'expired', true, /has expired: renew it/],
      ['one for another name', 'otherName', true, /is for another name/],
      ['one that nobody vouches for', 'valid', false, /not signed by an authority that clients know/],
    ] as const)('finds %s', async (_, certificate, isTrusted, says) => {
      expect(await overTls(certificate, isTrusted)).toMatchObject({ fault: expect.stringMatching(says) });
    });

    it('finds a port that does not speak TLS', async () => {
      const { fault } = await check(open.replace('http://', 'https://'));
      expect(fault).toMatch(/does not speak TLS at this port/);
    });
  });
});
