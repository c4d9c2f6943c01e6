import { afterEach, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import type { SwaggerOptions } from '../../apps/sample-looker/swagger/swagger-routes.js';
import { type LookerClient, openClient } from './looker-client.js';

interface Operation {
  operationId: string;
  tags: string[];
  deprecated?: boolean;
  'x-looker-status': string;
  parameters: { name: string; in: string; type?: string; schema?: { $ref?: string } }[];
}
interface Document {
  swagger: string;
  host: string;
  basePath: string;
  paths: Record<string, Record<string, Operation>>;
  definitions: Record<string, { properties?: Record<string, object> }>;
}

describe('the description of the API', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  afterEach(() => looker.close());

  const start = async (swagger: SwaggerOptions = {}) => {
    looker = await startSampleLooker({ today: '2026-11-20', swagger });
    client = await openClient(looker);
  };
  const fetchDocument = () => fetch(`${looker.baseUrl}/api/4.0/swagger.json`);
  const read = async () => (await (await fetchDocument()).json()) as Document;
  const operationsOf = ({ paths }: Document) => Object.values(paths).flatMap((item) => Object.values(item));

  it('is where the versions say, needs no login, and names every operation of the release', async () => {
    await start();
    const versions = (await client.call('GET', '/versions')).body as { current_version: { swagger_url: string } };
    const document = (await (await fetch(versions.current_version.swagger_url)).json()) as Document;
    expect(document).toMatchObject({ swagger: '2.0', basePath: '/api/4.0', host: new URL(looker.baseUrl).host });
    const operations = operationsOf(document);
    expect(operations.length).toBeGreaterThanOrEqual(480);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    expect(operations.find(({ operationId }) => operationId === 'create_ci_run')).toMatchObject({
      ...{ deprecated: true, 'x-looker-status': 'deprecated', tags: ['Project'] },
      summary: expect.any(String),
      description: expect.any(String),
    });
    const update = document.paths['/looks/{look_id}']?.patch;
    expect(update?.parameters).toEqual([
      expect.objectContaining({ name: 'look_id', in: 'path', type: 'string', required: true }),
      expect.objectContaining({ name: 'fields', in: 'query', type: 'string', required: false }),
      expect.objectContaining({ name: 'body', in: 'body', schema: { $ref: '#/definitions/LookWithQuery' } }),
    ]);
    expect(document.definitions.Look?.properties).toMatchObject({
      title: { type: 'string', 'x-looker-nullable': true },
      id: { readOnly: true },
    });
  });

  it.each([
    ['Project', 40],
    ['Workspace', 2],
    ['RenderTask', 6],
    ['LookmlModel', 6],
    ['Query', 17],
  ])('every operation of the tag %s has a route', async (tag, count) => {
    await start();
    const { paths } = await read();
    const operations = Object.entries(paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([, { tags }]) => tags.includes(tag))
        .map(([verb, { operationId }]) => ({ path: path.replace(/\{[^}]*\}/g, '1'), verb, operationId })),
    );
    expect(operations).toHaveLength(count);
    // Who is not logged in is told so where there is a route, and that there is nothing where there is none.
    for (const { path, verb, operationId } of operations) {
      const method = verb.toUpperCase();
      const { status } = await fetch(`${looker.baseUrl}/api/4.0${path}`, { method });
      expect([operationId, status]).toEqual([operationId, 401]);
    }
  });

  it('refers only to definitions that it has', async () => {
    await start();
    const document = await read();
    const references = [...JSON.stringify(document).matchAll(/"\$ref":"([^"]+)"/g)].map(([, name]) => name ?? '');
    expect(references.length).toBeGreaterThanOrEqual(1000);
    const known = (name: string) => name.startsWith('#/definitions/') && name.slice(14) in document.definitions;
    expect(references.filter((name) => !known(name))).toEqual([]);
  });

  it('is the answer of api_spec too', async () => {
    await start();
    const spec = await client.call('GET', '/api_spec/4.0/swagger.json');
    expect((spec.body as Document).swagger).toBe('2.0');
    expect((await client.call('GET', '/api_spec/3.1/swagger.json')).status).toBe(404);
    expect((await fetch(`${looker.baseUrl}/api/4.0/api_spec/4.0/swagger.json`)).status).toBe(401);
  });

  it('an operation that is left out is neither described nor answered, and others are', async () => {
    await start({ without: ['look', 'find_git_branch'] });
    const ids = operationsOf(await read()).map(({ operationId }) => operationId);
    expect(ids).not.toContain('look');
    expect(ids).toContain('update_look');
    const { id } = ((await client.call('GET', '/looks?fields=id')).body as { id: string }[])[0] ?? { id: '' };
    expect((await client.call('GET', `/looks/${id}`)).status).toBe(404);
    expect((await client.call('GET', '/projects/sample_shop/git_branch/main')).status).toBe(404);
    expect((await client.call('PATCH', `/looks/${id}`, { description: 'x' })).status).toBe(200);
    await expect(startSampleLooker({ swagger: { without: ['no_such_operation'] } })).rejects.toThrow(RangeError);
  });

  it('a path that is added is described and answers with what it was called with', async () => {
    const path = '/weather/{city}';
    await start({ add: [{ path, get: { operationId: 'weather', parameters: [] } }] });
    expect((await read()).paths[path]).toEqual({ get: { operationId: 'weather', parameters: [] } });
    const answer = await client.call('GET', '/weather/Oslo?unit=c');
    expect(answer.body).toEqual({ operation: 'weather', params: { city: 'Oslo' }, query: { unit: 'c' }, body: null });
  });

  it('can be broken, huge, or for logged in callers only', async () => {
    await start({ body: '{"swagger": "2.0", ' });
    expect(await (await fetchDocument()).text()).toBe('{"swagger": "2.0", ');
    await looker.close();
    await start({ sizeBytes: 30_000_000, needsLogin: true });
    expect((await fetchDocument()).status).toBe(401);
    const huge = await client.call('GET', '/swagger.json');
    expect(huge.headers.get('content-length')).toBe('30000000');
    expect(huge.text).toHaveLength(30_000_000 - (Buffer.byteLength(huge.text) - huge.text.length));
    expect((huge.body as Document).swagger).toBe('2.0');
  });
});
