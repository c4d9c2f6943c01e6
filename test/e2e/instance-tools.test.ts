import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, type SampleLookerOptions, startSampleLooker } from '../../apps/sample-looker/server.js';
import { loadCatalogue } from '../../src/tools/catalogue/load-catalogue.js';
import { instanceCatalogue } from '../../src/tools/instance-catalogue/instance-catalogue.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern } from '../support/mcp-clients.js';
import { credentialsOf } from '../support/sample.js';

const ADDED = {
  path: '/forecasts/{forecast_id}/run',
  post: {
    operationId: 'run_forecast',
    tags: ['Forecast'],
    summary: 'Run a forecast',
    description: '### Runs a forecast.\n\nSee [the docs](https://example.com).',
    parameters: [
      { name: 'forecast_id', in: 'path', required: true, type: 'string', description: 'Id of a forecast' },
      { name: 'horizon', in: 'query', required: false, type: 'integer', format: 'int64' },
      { name: 'body', in: 'body', required: true, schema: { $ref: '#/definitions/User' } },
    ],
    responses: { 200: { description: 'Forecast', schema: { type: 'object' } } },
  },
};

const LISTED = { methods: ['read', 'write', 'custom'], tool_exposure: 'all' };

describe('the tools of an account', () => {
  let gateway: TestGateway;
  let acme: TestOrganization;
  const instances: SampleLooker[] = [];

  beforeAll(async () => {
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
  });
  afterEach(async () => {
    for (const looker of instances.splice(0)) await looker.close();
  });
  afterAll(() => gateway.close());

  async function connect(swagger: SampleLookerOptions['swagger'] = {}) {
    const looker = await startSampleLooker({ swagger });
    instances.push(looker);
    const id = await acme.rest.connect(credentialsOf(looker));
    const { body } = await acme.rest.get(`/integrated-account/${id}`);
    return { looker, id, catalogue: body.looker.catalogue };
  }
  const toolNames = async (id: string, query = ''): Promise<string[]> =>
    (await acme.rest.get(`/integrated-account/${id}/tools${query}`)).body.result.map(
      ({ name }: { name: string }) => name,
    );

  it('are those of the reviewed release when the instance describes just these', async () => {
    const { id, catalogue } = await connect();
    expect(catalogue).toEqual({
      bundled_release: loadCatalogue().release,
      added: [],
      missing: [],
      checked_at: expect.any(String),
      problem: null,
    });
    expect(await toolNames(id)).toContain('list_all_looker_boards');
  });

  it('lack what the instance lacks: in the list, in the filter, and by name', async () => {
    const { id, catalogue } = await connect({ without: ['all_boards', 'search_boards'] });
    expect(catalogue.missing).toEqual(['list_all_looker_boards', 'list_boards', 'looker_boards_search']);
    expect(await toolNames(id)).not.toContain('list_all_looker_boards');
    const client = await connectModern((await acme.rest.issue(id, { config: LISTED })).url);
    expect((await client.listTools()).map(({ name }) => name)).not.toContain('list_all_looker_boards');
    await expect(client.callTool('list_all_looker_boards')).rejects.toThrow(/Unknown tool/);
    await client.close();
    const path = `/integrated-account/${id}/mcp`;
    const config = { tools: { include: ['list_all_looker_boards'] } };
    const refused = await acme.rest.post(path, { name: 'x', config });
    expect(refused.body).toMatchObject({ code: 'request.invalid', fields: [{ path: 'config.tools.include' }] });
  });

  it('have what the instance adds, never as a tool that reads, and calls reach it', async () => {
    const { looker, id, catalogue } = await connect({ add: [ADDED] });
    expect(catalogue.added).toEqual(['looker_forecast_run_forecast']);
    expect(await toolNames(id, '?methods=read')).not.toContain('looker_forecast_run_forecast');
    expect(await toolNames(id, '?tags=unreviewed')).toEqual(['looker_forecast_run_forecast']);
    const client = await connectModern((await acme.rest.issue(id, { config: LISTED })).url);
    const tool = (await client.listTools()).find(({ name }) => name === 'looker_forecast_run_forecast');
    expect(tool).toMatchObject({
      annotations: { destructiveHint: true },
      inputSchema: {
        required: ['forecast_id'],
        properties: { horizon: { type: 'integer' }, first_name: { type: 'string' } },
      },
    });
    const args = { forecast_id: 'a/b', horizon: 3, first_name: 'Ana' };
    const answer = await client.callTool('looker_forecast_run_forecast', args);
    expect(answer.isError).toBe(false);
    expect(JSON.parse(answer.text)).toMatchObject({ body: { first_name: 'Ana' } });
    expect(looker.requests.at(-1)?.url).toBe('/api/4.0/forecasts/a%2Fb/run?horizon=3');
    await client.close();
  });

  it('are read anew on demand, and an issued URL has them at once', async () => {
    const { looker, id } = await connect({ without: ['all_boards'] });
    const server = await acme.rest.issue(id, { config: LISTED });
    const whole = await startSampleLooker();
    instances.push(whole);
    const moved = await acme.rest.patch(`/integrated-account/${id}`, { looker: credentialsOf(whole) });
    expect(moved.body.looker.catalogue.missing).toEqual([]);
    const client = await connectModern(server.url);
    expect((await client.listTools()).map(({ name }) => name)).toContain('list_all_looker_boards');
    await client.close();
    const again = await acme.rest.patch(`/integrated-account/${id}`, { looker: credentialsOf(looker) });
    expect(again.body.looker.catalogue.missing).toEqual(['list_all_looker_boards']);
    const refreshed = await acme.rest.post(`/integrated-account/${id}/refresh`, {});
    expect(refreshed.status).toBe(200);
    expect(refreshed.body.looker.catalogue.missing).toEqual(['list_all_looker_boards']);
    expect(Date.parse(refreshed.body.looker.catalogue.checked_at)).toBeGreaterThanOrEqual(
      Date.parse(again.body.looker.catalogue.checked_at),
    );
  });

  it.each<[string, SampleLookerOptions['swagger'], string]>([
    ['broken', { body: '{"swagger": "2.0", "paths": {' }, 'broken'],
    ['another document', { body: '{"openapi": "3.1.0"}' }, 'no Swagger document'],
    ['of nearly nothing', { body: '{"swagger": "2.0", "paths": {}}' }, 'far fewer'],
    ['huge', { sizeBytes: 20_000_000 }, 'larger than'],
  ])('stay all of them when the description is %s, and the record says so', async (_, swagger, words) => {
    const { id, catalogue } = await connect(swagger);
    expect(catalogue).toMatchObject({ added: [], missing: [], checked_at: null });
    expect(catalogue.problem).toContain(words);
    expect(await toolNames(id)).toContain('list_all_looker_boards');
  });

  it('stay as they were when a later description is broken', async () => {
    const { looker, id } = await connect({ without: ['all_boards'] });
    looker.setFault({ fault: 'status=500', urlIncludes: 'swagger.json' });
    const refreshed = await acme.rest.post(`/integrated-account/${id}/refresh`, {});
    expect(refreshed.body.looker.catalogue).toMatchObject({
      missing: ['list_all_looker_boards'],
      problem: expect.stringContaining('could not be used'),
    });
    looker.setFault(null);
    const mended = await acme.rest.post(`/integrated-account/${id}/refresh`, {});
    expect(mended.body.looker.catalogue.problem).toBeNull();
  });

  it('come from a description that wants a login, too', async () => {
    const { catalogue } = await connect({ needsLogin: true, without: ['all_boards'] });
    expect(catalogue.missing).toEqual(['list_all_looker_boards']);
  });

  it('are one object in memory for all accounts of one release, bundled tools included', async () => {
    const difference = { digest: 'd1', missing: ['all_boards'], added: [], schemas: {} };
    const [first, second] = [instanceCatalogue(difference), instanceCatalogue({ ...difference })];
    expect(second).toBe(first);
    const same = (name: string) => first.byName.get(name) === instanceCatalogue(null).byName.get(name);
    expect(same('list_all_looker_users')).toBe(true);
    const kept = Array.from({ length: 1000 }, () => instanceCatalogue({ ...difference }));
    expect(new Set(kept).size).toBe(1);
  });
});
