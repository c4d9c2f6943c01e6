import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { queryAsOwner } from '../support/call-log-rows.js';
import { createOrganization, GatewayProcess } from '../support/gateway-process.js';
import { type IssuedServer, RestClient } from '../support/rest-client.js';
import { credentialsOf } from '../support/sample.js';
import { createTestDatabase } from '../support/test-database.js';

const MARK = 'PLANTED';
let planted = 0;
/** Each is another one, so that a finding names its place. */
const secret = (place: string) => `${MARK}${place.replaceAll(' ', '')}${++planted}q7Zk2VxT9mLr4`;

const JSON_TYPE = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

describe('of a captured request', () => {
  let looker: SampleLooker;
  let gateway: GatewayProcess;
  let databaseUrl: string;
  let rest: RestClient;
  let apiToken: string;
  let open: IssuedServer;
  let guarded: IssuedServer;
  let paths: readonly string[];
  let log = '';

  beforeAll(async () => {
    looker = await startSampleLooker();
    databaseUrl = await createTestDatabase(inject('postgresUrl'));
    const environment = {
      PATH: process.env.PATH ?? '',
      DATABASE_URL: databaseUrl,
      GATEWAY_MASTER_KEYS: createMasterKey('test'),
      GATEWAY_LOOKER_TRUSTED_HOSTS: '127.0.0.1',
      GATEWAY_LOG_LEVEL: 'trace',
      GATEWAY_WRONG_TOKENS_PER_MINUTE: '1000',
    };
    apiToken = await createOrganization(environment);
    gateway = await GatewayProcess.start(environment, (text) => {
      log += text;
    });
    rest = new RestClient(gateway.url, apiToken);
    const account = await rest.connect(credentialsOf(looker));
    open = await rest.issue(account);
    guarded = await rest.issue(account, { config: { require_api_token_auth: true } });
    paths = [open, guarded].map(({ id }) => `/integrated-account/${account}/mcp/${id}/capture`);
    for (const path of paths) await rest.post(path, { minutes: 30 });
    await sendSecrets();
  });

  afterAll(async () => {
    await gateway.stop();
    await looker.close();
  });

  const send = (
    body: unknown,
    { headers = {}, url = open.url }: { headers?: Record<string, string>; url?: string } = {},
  ) => fetch(url, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) });
  const message = (method: string, params: object = {}, more: object = {}) => ({
    ...{ jsonrpc: '2.0', id: 1, method, params },
    ...more,
  });
  const call = (name: string, args: object, meta?: object) =>
    message('tools/call', { name, arguments: args, ...(meta !== undefined && { _meta: meta }) });

  /** A secret in each place that a client fills. */
  async function sendSecrets(): Promise<void> {
    const named = (header: string) => send(message('ping'), { headers: { [header]: secret(header) } });
    for (const header of [
      ...['user-agent', 'cookie', 'referer', 'x-api-key', 'mcp-session-id', 'mcp-method', 'mcp-name', 'traceparent'],
      ...['mcp-protocol-version', 'accept-language', 'last-event-id', 'x-forwarded-for', 'forwarded', 'via'],
    ])
      await named(header);
    const session = Buffer.from(
      JSON.stringify([secret('session client'), secret('session version'), secret('revision')]),
    );
    const sessionId = `01900000-0000-7000-8000-000000000000.${session.toString('base64url')}`;
    await send(message('ping'), { headers: { 'mcp-session-id': sessionId } });
    await send(message('ping'), { headers: { 'user-agent': `node/${secret('agent version')}` } });
    await send(message('ping'), { headers: { accept: `application/json, text/event-stream, x/${secret('accept')}` } });
    await send(message('ping'), { headers: { 'content-type': `application/json; x=${secret('content type')}` } });
    await send(message('ping'), { headers: { [secret('header name')]: 'x' } });
    await send(message('ping'), { url: `${open.url}?key=${secret('query')}&${secret('query name')}=x` });
    await send(message(secret('method')));
    await send(message('ping', {}, { [secret('key')]: 1, id: secret('id') }));
    await send(message('ping', { [secret('param')]: secret('param value') }));
    await send(call('looker_users_me', { [secret('argument')]: secret('argument value') }));
    await send(call(secret('tool'), {}));
    await send(call('looker_query_run_inline', { model: secret('model'), view: 'orders', fields: [secret('field')] }));
    await send(
      call('looker_users_me', {}, { progressToken: secret('progress'), [secret('meta')]: secret('meta value') }),
    );
    await send(message('initialize', initialize({ name: secret('client'), version: secret('version') })));
    await send(message('initialize', initialize({ name: 'x', version: '1' }, secret('protocol'))));
    await send(message('initialize', initialize({ name: 'ana@example.com', version: 'ana@example.com' })));
    await send(
      call('looker_users_me', {}, envelope(secret('revision'), { name: secret('modern'), version: secret('v') })),
    );
    await send([message(secret('batch method')), call(secret('batch tool'), {})]);
    for (const value of ['Bearer', 'Basic', 'Token', secret('scheme')])
      await send(message('ping'), { headers: { authorization: `${value} ${secret('credential')}` }, url: guarded.url });
    await send(message('ping'), { headers: { authorization: `Bearer ${apiToken}` }, url: guarded.url });
  }

  const initialize = (clientInfo: object, protocolVersion = '2025-11-25') => ({
    ...{ protocolVersion, clientInfo, capabilities: { [secret('capability')]: {} } },
  });
  const envelope = (revision: string, clientInfo: object) => ({
    'io.modelcontextprotocol/protocolVersion': revision,
    'io.modelcontextprotocol/clientInfo': clientInfo,
    'io.modelcontextprotocol/clientCapabilities': {},
  });

  const others = () => [apiToken, open.token, guarded.token, 'ana@example.com'];
  const found = (text: string) => [
    ...(text.match(new RegExp(`${MARK}[A-Za-z0-9]*`, 'gi')) ?? []),
    ...others().filter((each) => text.includes(each)),
  ];

  const written = async () => {
    const answers = await Promise.all(paths.map((path) => rest.get(path)));
    return answers.flatMap(({ body }) => body.messages as unknown[]);
  };

  it('no secret is in the table or the answer, wherever it was planted, and each request is there', async () => {
    expect(planted).toBeGreaterThanOrEqual(50);
    await expect.poll(async () => (await written()).length, { timeout: 20_000 }).toBeGreaterThanOrEqual(38);
    const answers = await Promise.all(paths.map((path) => rest.get(path)));
    for (const { text } of answers) expect(found(text)).toEqual([]);
    const rows = await queryAsOwner<{ row: string }>(databaseUrl, 'SELECT m::text AS row FROM captured_messages m');
    expect(rows.length).toBeGreaterThanOrEqual(38);
    for (const { row } of rows) {
      expect(found(row), row).toEqual([]);
      expect(row.length).toBeLessThanOrEqual(4096);
    }
  });

  it('no secret is in the audit trail', async () => {
    const { text } = await rest.get('/audit?limit=100');
    expect(text).toContain('mcp_server.capture_started');
    expect(found(text)).toEqual([]);
  });

  it('no secret is in the log, at its most talkative', () => {
    expect(log.split('\n').length).toBeGreaterThan(30);
    expect(log.split('\n').filter((line) => found(line).length > 0)).toEqual([]);
  });
});
