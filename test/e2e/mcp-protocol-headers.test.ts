import { request } from 'node:http';
import { Logger } from '@nestjs/common';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern } from '../support/mcp-clients.js';
import { credentialsOf } from '../support/sample.js';

type Headers = Record<string, string | string[]>;

const NEW = '2026-07-28';
const META = 'io.modelcontextprotocol/';
const ENVELOPE = {
  [`${META}protocolVersion`]: NEW,
  [`${META}clientInfo`]: { name: 'x', version: '1' },
  [`${META}clientCapabilities`]: {},
};
const TOOL = 'looker_users_me';
const VERSION = 'mcp-protocol-version';
const call = (_meta?: object) => ({
  method: 'tools/call',
  params: { name: TOOL, arguments: {}, ...(_meta && { _meta }) },
});
const RIGHT: Headers = { [VERSION]: NEW, 'mcp-method': 'tools/call', 'mcp-name': TOOL };

/** Headers, and a body that they do not fit. */
const MISFITS: readonly (readonly [what: string, headers: Headers, message: object])[] = [
  ['an earlier revision than the body', { ...RIGHT, [VERSION]: '2025-11-25' }, call(ENVELOPE)],
  ['a later revision than the body', { [VERSION]: NEW }, call()],
  ['a later revision and its headers', RIGHT, call()],
  ['a revision twice', { [VERSION]: '2025-11-25, 2025-11-25' }, call()],
  ['the header of a revision twice', { [VERSION]: ['2025-06-18', '2025-06-18'] }, call()],
  ['two revisions', { [VERSION]: '2025-06-18, 2025-11-25' }, call()],
  ['two revisions of both kinds', { [VERSION]: `2025-06-18, ${NEW}` }, call()],
  ['a revision that there is not yet', { [VERSION]: '2027-01-01' }, call()],
  ['no revision at all', { [VERSION]: 'latest' }, call()],
  ['a revision that there is not yet, on the new body', { ...RIGHT, [VERSION]: '2027-01-01' }, call(ENVELOPE)],
  ['the new revision twice', { ...RIGHT, [VERSION]: `${NEW}, ${NEW}` }, call(ENVELOPE)],
  ['nothing, on the new body', {}, call(ENVELOPE)],
  ['no Mcp-Method', { [VERSION]: NEW, 'mcp-name': TOOL }, call(ENVELOPE)],
  ['no Mcp-Name', { [VERSION]: NEW, 'mcp-method': 'tools/call' }, call(ENVELOPE)],
  ['another Mcp-Method', { ...RIGHT, 'mcp-method': 'tools/list' }, call(ENVELOPE)],
  ['another Mcp-Name', { ...RIGHT, 'mcp-name': 'looker_looks_run' }, call(ENVELOPE)],
  ['Mcp-Name twice', { ...RIGHT, 'mcp-name': [TOOL, TOOL] }, call(ENVELOPE)],
  ['Mcp-Name encoded wrongly', { ...RIGHT, 'mcp-name': '=?base64?!?=' }, call(ENVELOPE)],
  ['the new revision before initialize', { [VERSION]: NEW }, initialize()],
];

function initialize() {
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } };
  return { method: 'initialize', params };
}

/** One request with exactly these headers, also several of one name. */
function post(url: string, headers: Headers, body: object) {
  return new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } });
    sent.on('error', reject).on('response', async (answer) => {
      const pieces: Buffer[] = [];
      for await (const piece of answer) pieces.push(piece);
      resolve({ status: answer.statusCode, text: Buffer.concat(pieces).toString() });
    });
    sent.end(JSON.stringify(body));
  });
}

let looker: SampleLooker;
beforeAll(async () => {
  looker = await startSampleLooker();
});
afterAll(() => looker.close());

describe('protocol headers that do not fit the body', () => {
  let gateway: TestGateway;
  let acme: TestOrganization;
  let url: string;

  beforeAll(async () => {
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    ({ url } = await acme.rest.issue(await acme.rest.connect(credentialsOf(looker))));
  });
  afterAll(() => gateway.close());
  afterEach(() => vi.restoreAllMocks());

  it.each(MISFITS)('%s: the request is answered as its body says', async (_, headers, message) => {
    const { status, text } = await post(url, headers, { jsonrpc: '2.0', id: 7, ...message });
    const { id, result } = JSON.parse(text);
    expect([status, id], text).toEqual([200, 7]);
    expect(result.isError, text).toBeUndefined();
    const isNew = JSON.stringify(message).includes(NEW);
    expect(result.resultType, text).toBe(isNew ? 'complete' : undefined);
    if (!('params' in message && 'name' in Object(message.params))) return;
    const { body } = await acme.rest.get('/log?limit=1');
    expect(body.result[0]).toMatchObject({ tool_name: TOOL, status: 'ok' });
  });

  it('notices are taken whatever their headers say, as those of answers are', async () => {
    for (const version of [NEW, '2027-01-01', '2025-06-18, 2025-06-18'])
      for (const message of [
        { method: 'notifications/initialized' },
        { method: 'notifications/cancelled', params: { requestId: 1 } },
        { id: 1, result: {} },
      ]) {
        const { status, text } = await post(
          url,
          { [VERSION]: version, 'mcp-method': 'x' },
          { jsonrpc: '2.0', ...message },
        );
        expect([status, text], `${version} ${JSON.stringify(message)}`).toEqual([202, '']);
      }
  });

  it('a revision that nobody speaks is refused where the body names it, with those that are spoken', async () => {
    const future = { ...ENVELOPE, [`${META}protocolVersion`]: '2027-01-01' };
    for (const headers of [{}, { [VERSION]: '2027-01-01' }, RIGHT]) {
      const { status, text } = await post(url, headers, { jsonrpc: '2.0', id: 7, ...call(future) });
      expect([status, JSON.parse(text)]).toMatchObject([400, { id: 7, error: { data: { supported: [NEW] } } }]);
    }
  });

  it('are logged once as a warning, then for those who debug, without what they said', async () => {
    const fresh = await startGateway();
    const { rest } = await fresh.createOrganization('Acme');
    const issued = await rest.issue(await rest.connect(credentialsOf(looker)));
    const warned = vi.spyOn(Logger.prototype, 'warn');
    const debugged = vi.spyOn(Logger.prototype, 'debug');
    for (const secret of ['secret-one', 'secret-two'])
      await post(issued.url, { [VERSION]: secret, 'mcp-session-id': 'secret' }, { jsonrpc: '2.0', id: 7, ...call() });
    const said = (calls: readonly unknown[][]) =>
      calls.map(([message]) => JSON.stringify(message)).filter((line) => line.includes('put an MCP request right'));
    expect(said(warned.mock.calls)).toEqual([expect.stringContaining(`the header ${VERSION} did not fit the body`)]);
    expect(said(debugged.mock.calls)).toHaveLength(1);
    expect(JSON.stringify([warned.mock.calls, debugged.mock.calls])).not.toContain('secret');
    await fresh.close();
  });
});

describe('with GATEWAY_MCP_STRICT_HEADERS=on', () => {
  let gateway: TestGateway;
  let url: string;

  beforeAll(async () => {
    gateway = await startGateway({ GATEWAY_MCP_STRICT_HEADERS: 'on' });
    const { rest } = await gateway.createOrganization('Acme');
    ({ url } = await rest.issue(await rest.connect(credentialsOf(looker))));
  });
  afterAll(async () => {
    await gateway.close();
    Object.assign(process.env, { GATEWAY_MCP_STRICT_HEADERS: '' });
  });

  it.each(MISFITS)('%s: the request is refused', async (_, headers, message) => {
    const { status, text } = await post(url, headers, { jsonrpc: '2.0', id: 7, ...message });
    expect([status, JSON.parse(text).error?.code], text).toEqual([400, expect.any(Number)]);
  });

  it('headers that fit are answered', async () => {
    const client = await connectModern(url);
    expect((await client.callTool(TOOL)).isError).toBe(false);
    await client.close();
    expect((await post(url, {}, { jsonrpc: '2.0', id: 7, ...call() })).status).toBe(200);
  });
});
