import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { HostileLooker } from '../support/hostile-looker-process.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import { credentialsOf } from '../support/sample.js';

const MEGABYTE = 1024 * 1024;
/** What the gateway reads, and what is on its way there. */
const SENT_BYTES_MAX = 16 * MEGABYTE;

const INLINE = { model: 'm', view: 'v', fields: ['v.a'] };
const FIELDS = { model: 'm', explore: 'e' };
const EXPLORE = '/lookml_models/m/explores/e';
const ONE_MODEL = { '/lookml_models': 'a model of an explore' };
const TOO_LARGE = /too large|too long|at most 150000|more than the 150000/;

describe('answers of a Looker that means harm', () => {
  let gateway: TestGateway;
  let hostile: HostileLooker;
  let healthy: SampleLooker;
  let acme: TestOrganization;
  let other: McpClient;
  let client: McpClient;
  let account: string;

  beforeAll(async () => {
    [hostile, healthy] = [await HostileLooker.start(), await startSampleLooker()];
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    account = await acme.rest.connect(credentialsOf(hostile));
    client = await connectModern((await acme.rest.issue(account)).url);
    const tx = await gateway.createOrganization('Other');
    other = await connectModern((await tx.rest.issue(await tx.rest.connect(credentialsOf(healthy)))).url);
  });

  afterAll(async () => {
    await Promise.all([client.close(), other.close()]);
    await gateway.close();
    await Promise.all([hostile.close(), healthy.close()]);
  });

  /** What the model is told of such an answer; another tenant's call beside it is answered. */
  const told = async (
    kinds: Record<string, string>,
    tool: string,
    args: Record<string, unknown> = {},
    from = client,
  ) => {
    await hostile.tell(kinds);
    const [answer, beside] = await Promise.all([from.callTool(tool, args), other.callTool('looker_users_me')]);
    expect(beside.isError).toBe(false);
    const { body } = await acme.rest.get('/log?limit=1');
    expect(body.result[0]).toMatchObject({ tool_name: tool });
    expect(body.result[0].status).not.toBe('failed');
    expect(answer.text.length).toBeLessThanOrEqual(151_000);
    return answer;
  };

  it.each([
    'deep lists',
    'deep objects',
    'a wide object',
    'empty objects',
    'a long text',
    'a gzip bomb',
    'packed deep lists',
    'a megabyte of deep lists',
    'a megabyte of objects of one key each',
    'a byte at a time',
  ])('with %s are read no further than their bound, and the model is told what to do', async (kind) => {
    const { text, isError } = await told({ '/user': kind }, 'looker_users_me');
    expect(isError).toBe(true);
    expect(text).toMatch(kind === 'a byte at a time' ? /pieces of less than 16 bytes/ : /too large.*Ask for less/);
    expect(await hostile.sentBytes()).toBeLessThan(SENT_BYTES_MAX);
  });

  it.each([
    ['an endless refusal', /Looker refused \(500\)/],
    ['a refusal of texts that are none', /Looker refused \(422\)/],
    ['a web page', /too large/],
    ['no texts but objects', /toString/],
    ['as many values as are parsed', /at most 150000/],
  ])('with %s are told in words, whatever they hold', async (kind, words) => {
    expect((await told({ '/user': kind }, 'looker_users_me')).text).toMatch(words);
    expect(await hostile.sentBytes()).toBeLessThan(SENT_BYTES_MAX);
  });

  it('in a list that Looker sends as a whole are read for the page alone', async () => {
    const { text } = await told({ '/boards': 'objects of one key each' }, 'list_all_looker_boards', { limit: 2 });
    expect(JSON.parse(text)).toMatchObject({ result: [{ k0: 1 }, { k1: 1 }], next_cursor: expect.any(String) });
    expect((await told({ '/boards': 'deep lists' }, 'list_all_looker_boards')).text).toMatch(TOO_LARGE);
    expect((await told({ '/boards': 'a wide object' }, 'list_all_looker_boards')).text).toMatch(TOO_LARGE);
  });

  it.each([
    ['rows of columns that multiply', /columns alone take more/],
    ['rows of one megabyte each', TOO_LARGE],
    ['rows of formats that take long', /1 row/],
    ['rows of long numbers', /cut/],
    ['a million rows', /Rows 1 to 1000 of 1111112/],
    ['deep lists', TOO_LARGE],
    ['ten million numbers', /No rows|broken|too large/],
  ])('in the rows of a query, %s, are shown in part or refused', async (kind, words) => {
    const { text } = await told({ '/results': kind, '/run/': kind }, 'looker_query_run_inline', INLINE);
    expect(text).toMatch(words);
  });

  it.each([
    ['a million fields', { ...ONE_MODEL, [EXPLORE]: 'a million fields' }, /too large.*names and texts/],
    ['a million models', { '/lookml_models': 'a million models' }, /too large.*names and texts/],
    ['long fields', { ...ONE_MODEL, [EXPLORE]: 'long fields' }, /fields 1 to \d+ of 5000/],
    ['deep fields', { ...ONE_MODEL, [EXPLORE]: 'deep objects' }, /No field fits/],
  ])('about explores, %s, are read as far as they are kept', async (_, kinds, words) => {
    await hostile.tell({});
    // What an account was told of its explores is kept for a while.
    const fresh = await acme.rest.connect({ ...credentialsOf(hostile), client_secret: crypto.randomUUID() });
    const own = await connectModern((await acme.rest.issue(fresh)).url);
    expect((await told(kinds, 'looker_lookml_explores_search_fields', FIELDS, own)).text).toMatch(words);
    await own.close();
  });

  it.each([
    ['texts of a megabyte', 'looker_dashboards_run', { dashboard_id: '1' }, '/dashboards/'],
    ['texts of a megabyte', 'looker_query_run_inline', INLINE, '/queries'],
    ['no texts but objects', 'looker_query_run_inline', INLINE, '/queries'],
    ['no texts but objects', 'looker_query_render_inline', INLINE, '/queries'],
    ['texts of a megabyte', 'looker_query_render_inline', INLINE, '/queries'],
  ])('with %s where %s needs an id or a name make it fail in words', async (kind, tool, args, path) => {
    expect((await told({ [path]: kind }, tool, args)).isError).toBe(true);
  });

  it.each([
    ['/versions', 'deep lists'],
    ['/versions', 'texts of a megabyte'],
    ['/login', 'deep lists'],
    ['/login', 'texts of a megabyte'],
    ['/login', 'no texts but objects'],
    ['/user?fields', 'deep objects'],
    ['/user?fields', 'a gzip bomb'],
  ])('at %s, %s, keep an account from being connected, with a code that says why', async (path, kind) => {
    await hostile.tell({ [path]: kind });
    const looker = { ...credentialsOf(hostile), client_secret: crypto.randomUUID() };
    const refused = await acme.rest.post('/integrated-account', { name: 'x', integration: 'looker', looker });
    expect([422, 502, 503]).toContain(refused.status);
    expect(refused.body.code).toMatch(/^looker\./);
    expect(refused.text.length).toBeLessThan(5000);
  });

  it.each([
    'deep lists',
    'a wide object',
    'a gzip bomb',
    'a description of many schemas',
    'a description that multiplies',
  ])('that describe the API, %s, change no tools, and the record says so', async (kind) => {
    await hostile.tell({ '/swagger.json': kind });
    const { status, body } = await acme.rest.post(`/integrated-account/${account}/refresh`, {});
    expect(status).toBe(200);
    expect(body.looker.catalogue).toMatchObject({
      added: [],
      missing: [],
      problem: expect.stringMatching(/could not be used/),
    });
    expect(body.looker.catalogue.problem.length).toBeLessThan(500);
  });
});
