import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway } from '../support/gateway.js';
import { credentialsOf } from '../support/sample.js';

type Params = Record<string, unknown>;

const CLIENT = { name: 'x', version: '1' };
const HELLO = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: CLIENT };
const META = 'io.modelcontextprotocol/';
const ENVELOPE = {
  [`${META}protocolVersion`]: '2026-07-28',
  [`${META}clientInfo`]: CLIENT,
  [`${META}clientCapabilities`]: {},
};
/** Beside null, which stands for what was left out in `params`, `_meta`, `cursor` and `arguments`. */
const NO_OBJECTS = [5, 'x', true, [], [1]];
/** Wrong in every method, by the rules for the params of all of them. */
const WRONG_ANYWHERE: readonly unknown[] = [
  ...NO_OBJECTS,
  ...NO_OBJECTS.map((_meta) => ({ _meta })),
  ...[{}, [], true, 1.5].map((progressToken) => ({ _meta: { progressToken } })),
];
const WRONG_OF_ONE: readonly (readonly [method: string, params: Params | undefined, said: string])[] = [
  ['initialize', undefined, 'params must be an object'],
  ['initialize', {}, 'params.protocolVersion must be a string, params.capabilities must be an object'],
  ...[null, ...NO_OBJECTS].map(
    (wrong) => ['initialize', { ...HELLO, capabilities: wrong }, 'params.capabilities'] as const,
  ),
  ...[null, ...NO_OBJECTS].map(
    (wrong) => ['initialize', { ...HELLO, clientInfo: wrong }, 'params.clientInfo'] as const,
  ),
  ...[null, 5, {}, []].map((wrong) => ['initialize', { ...HELLO, protocolVersion: wrong }, 'params.protoc'] as const),
  ['initialize', { ...HELLO, clientInfo: { name: 5, version: '1' } }, 'params.clientInfo.name must be a string'],
  ['initialize', { ...HELLO, clientInfo: { name: 'x' } }, 'params.clientInfo.version must be a string'],
  ...[5, {}, [], true].map((cursor) => ['tools/list', { cursor }, 'params.cursor must be a string'] as const),
  ['tools/call', undefined, 'params must be an object'],
  ['tools/call', {}, 'params.name must be a string'],
  ...[null, 5, {}, [], true].map((name) => ['tools/call', { name }, 'params.name must be a string'] as const),
  ...NO_OBJECTS.map((wrong) => ['tools/call', { name: 'x', arguments: wrong }, 'params.arguments must be an'] as const),
];

describe('wrong params of an MCP request', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let url: string;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    const { rest } = await gateway.createOrganization('Acme');
    ({ url } = await rest.issue(await rest.connect(credentialsOf(looker))));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
  });

  /** All messages of an answer, whether it is JSON or a stream. */
  async function post(body: unknown, headers: Record<string, string> = {}) {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    const text = await answer.text();
    const streamed = text.split('\n').filter((line) => line.startsWith('data: '));
    return (streamed.length > 0 ? streamed.map((line) => line.slice('data: '.length)) : [text]).map((json) =>
      JSON.parse(json),
    );
  }

  const modern = (method: string, params: unknown) =>
    post(
      { jsonrpc: '2.0', id: 'seven', method, params },
      {
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': method,
        ...(typeof params === 'object' && params !== null && 'name' in params && { 'mcp-name': String(params.name) }),
      },
    );

  function expectSentence(message: { id: unknown; error: { code: number; message: string } }, label: string) {
    expect([message.id, message.error?.code], label).toEqual(['seven', -32602]);
    expect(message.error.message, label).toMatch(/^[^\n{}[\]"]{10,600}$/);
  }

  it.each(['initialize', 'tools/list', 'tools/call', 'ping', 'server/discover', 'no/such/method'])(
    'of the wrong kind are -32602 in a sentence: %s, in both revisions',
    async (method) => {
      for (const params of WRONG_ANYWHERE) {
        const label = JSON.stringify(params);
        const [answer] = await post({ jsonrpc: '2.0', id: 'seven', method, params });
        expectSentence(answer, label);
        expect(answer.error.message, label).toContain(`The params of ${method} are wrong: params`);
        const [answerOf2026] = await modern(method, params);
        expectSentence(answerOf2026, label);
      }
    },
  );

  it.each(WRONG_OF_ONE)('%s %j names what is wrong', async (method, params, said) => {
    const [answer] = await post({ jsonrpc: '2.0', id: 'seven', method, params });
    expectSentence(answer, method);
    expect(answer.error.message).toContain(said);
  });

  it.each(WRONG_OF_ONE.filter(([method, params]) => method !== 'initialize' && params !== undefined))(
    '%s %j names what is wrong in revision 2026-07-28',
    async (method, params, said) => {
      const known = { ...params, _meta: ENVELOPE };
      const [answer] = await modern(method, known);
      expectSentence(answer, method);
      expect(answer.error.message).toContain(said);
    },
  );

  it.each([
    ['protocolVersion', [5, {}, [], true, '']],
    ['clientInfo', [...NO_OBJECTS, { name: 5, version: '1' }, { name: 'x' }]],
    ['clientCapabilities', [undefined, ...NO_OBJECTS, { elicitation: 5 }]],
  ] as const)('an envelope of 2026-07-28 with a wrong %s is told so in a sentence', async (name, wrongs) => {
    for (const wrong of wrongs)
      for (const method of ['tools/list', 'tools/call', 'server/discover', 'no/such/method']) {
        const params = { name: 'looker_users_me', _meta: { ...ENVELOPE, [META + name]: wrong } };
        const [answer] = await modern(method, params);
        const label = `${method} ${JSON.stringify(wrong)} ${JSON.stringify(answer)}`;
        expect(answer.id, label).toBe('seven');
        expect(JSON.stringify(answer.error), label).not.toMatch(/Invalid input|received|invalid_type/);
        if (wrong === '') continue;
        expect(answer.error.code, label).toBe(-32602);
        expect(answer.error.message, label).toContain(`${META}${name}`);
      }
  });

  it('a wrong request of a batch is told, and the others are answered', async () => {
    const ask = (id: string, method: string, params?: unknown) => ({ jsonrpc: '2.0', id, method, params });
    const [answers] = await post([ask('seven', 'tools/list', { cursor: 5 }), ask('eight', 'ping')]);
    expectSentence(
      answers.find(({ id }: { id: string }) => id === 'seven'),
      'batch',
    );
    expect(answers.find(({ id }: { id: string }) => id === 'eight')).toMatchObject({ result: {} });
  });

  it("the caller's own names and numbers of problems do not make the sentence long", async () => {
    const long = 'k'.repeat(100_000);
    const wrong = Object.fromEntries(Array.from({ length: 200 }, (_, index) => [`${index}${long.slice(0, 500)}`, 5]));
    const [answer] = await post({
      jsonrpc: '2.0',
      id: 'seven',
      method: 'initialize',
      params: { ...HELLO, capabilities: { experimental: { [long]: 5, ...wrong } } },
    });
    expectSentence(answer, 'long');
    const [unknown] = await post({ jsonrpc: '2.0', id: 'seven', method: long, params: 5 });
    expectSentence(unknown, 'method');
  });

  it('a message that is no request stays -32600', async () => {
    for (const body of [
      { jsonrpc: '1.0', id: 1, method: 'ping', params: 5 },
      { jsonrpc: '2.0', id: {}, method: 'ping', params: 5 },
      { jsonrpc: '2.0', id: 1, method: 5, params: 5 },
      { jsonrpc: '2.0', id: 1, method: 'ping', params: 5, extra: 1 },
      { jsonrpc: '2.0', method: 'ping', params: 5 },
    ]) {
      const [answer] = await post(body);
      expect(answer.error.code, JSON.stringify(body)).toBe(-32600);
    }
  });

  it.each([
    ['ping', null],
    ['ping', { _meta: null }],
    ['ping', { _meta: { progressToken: null, other: null } }],
    ['tools/list', null],
    ['tools/list', { cursor: null, _meta: null }],
    ['tools/call', { name: 'looker_users_me', arguments: null }],
    ['tools/call', { name: 'looker_users_me', arguments: null, _meta: { progressToken: null } }],
  ])('that are null are left out: %s %j', async (method, params) => {
    const [answer] = await post({ jsonrpc: '2.0', id: 1, method, params });
    expect(answer.result, JSON.stringify(answer)).toBeDefined();
    expect(answer.result.isError).toBeUndefined();
    if (params === null || method === 'ping') return;
    const [answerOf2026] = await modern(method, { ...params, _meta: { progressToken: null, ...ENVELOPE } });
    expect(answerOf2026.result.resultType, JSON.stringify(answerOf2026)).toBe('complete');
  });

  it('right params are answered as before', async () => {
    const [hello] = await post({ jsonrpc: '2.0', id: 1, method: 'initialize', params: HELLO });
    expect(hello.result.protocolVersion).toBe('2025-06-18');
    const [list] = await modern('tools/list', { _meta: ENVELOPE });
    expect(list.result.tools.length).toBeGreaterThan(10);
  });
});
