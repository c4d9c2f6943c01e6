import type { OpenAPIObject } from '@nestjs/swagger';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type Located, operationsOf } from '../../src/http/description/operations.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';
import { DescribedAnswers } from './described-answers.js';

const NEW = '2026-07-28';
const ENVELOPE = {
  'io.modelcontextprotocol/protocolVersion': NEW,
  'io.modelcontextprotocol/clientInfo': { name: 'test', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};
const call = (name: string, more: object = {}) => ({
  method: 'tools/call',
  params: { name, arguments: { title: 'Sales%' }, ...more },
});
const TOOL = 'looker_dashboards_search';

/** Each is answered in JSON, in the form of which the first word is. */
const EXCHANGES: readonly [
  what: string,
  status: number,
  message: object | string,
  headers?: Record<string, string>,
  token?: string,
][] = [
  ['result of a tool, revision of 2025', 200, call(TOOL)],
  [
    'result of a tool, revision of 2026',
    200,
    call(TOOL, { _meta: ENVELOPE }),
    { 'mcp-protocol-version': NEW, 'mcp-method': 'tools/call', 'mcp-name': TOOL },
  ],
  ['error of a tool that is not there', 200, call('nope')],
  [
    'error of a revision that is not there yet, with the ones that are',
    400,
    call(TOOL, { _meta: { ...ENVELOPE, 'io.modelcontextprotocol/protocolVersion': '2099-01-01' } }),
    { 'mcp-protocol-version': '2099-01-01' },
  ],
  ['result of a request that headers do not fit', 200, call(TOOL), { 'mcp-protocol-version': NEW }],
  ['error of a message that is none', 400, { id: null }],
  ['error of an id that is no whole number', 400, { id: 1.5, method: 'ping' }],
  ['error of a body that is no JSON', 400, '{'],
  ['error of a media type', 415, 'x', { 'content-type': 'text/plain' }],
  ['error of a URL that is none', 404, call(TOOL), {}, 'lmg_url_unknown'],
];

function operationOf(document: OpenAPIObject, id: string): Located {
  const match = operationsOf(document).find(({ operation }) => operation.operationId === id);
  if (match === undefined) throw new Error(`the description has no operation ${id}`);
  return match;
}

describe('an answer over MCP', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let token: string;
  let described: DescribedAnswers;
  let operation: Located;

  beforeAll(async () => {
    [gateway, looker] = await Promise.all([startGateway(), startSampleLooker()]);
    const { rest } = await gateway.createOrganization('Acme');
    const document = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as OpenAPIObject;
    described = new DescribedAnswers(document);
    operation = operationOf(document, 'sendMcpMessage');
    token = (await rest.issue(await rest.connect(credentialsOf(looker)))).token;
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  it.each(EXCHANGES)(
    '%s is one that the description has',
    async (what, status, message, headers = {}, other = token) => {
      const answer = await fetch(`${gateway.url}/mcp/${other}`, {
        method: 'POST',
        headers: { accept: 'application/json, text/event-stream', 'content-type': 'application/json', ...headers },
        body: typeof message === 'string' ? message : JSON.stringify({ jsonrpc: '2.0', id: 1, ...message }),
      });
      const text = await answer.text();
      expect(answer.status, text).toBe(status);
      expect(JSON.parse(text)).toHaveProperty(what.split(' ')[0] ?? '');
      const { headers: answered } = answer;
      expect(described.problemOf(operation, { status, headers: answered, text })).toBeUndefined();
    },
  );
});
