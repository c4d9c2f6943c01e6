import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type CollectionCase, collectionCases } from './collection-cases.js';
import { type LookerAnswer, type LookerClient, openClient } from './looker-client.js';
import { filledPath, operationAt, shapeProblems } from './looker-operations.js';

type Properties = Record<string, unknown>;

describe.each(collectionCases)('the records at $path', (tested: CollectionCase) => {
  const { path, onePath, key = 'id', body, change, secret = [], listQuery = {} } = tested;
  const query = new URLSearchParams(listQuery).toString();
  let looker: SampleLooker;
  let client: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
  });
  afterAll(() => looker.close());

  const shown = Object.fromEntries(Object.entries(body).filter(([name]) => !secret.includes(name)));
  const create = async (properties: Properties = body) => client.call('POST', path, properties);
  const has = (verb: string, at: string) => operationAt(verb, at) !== undefined;
  const oneOf = (record: Properties) => filledPath(onePath, () => String(record[key]));
  const list = async (more = '') => client.call('GET', `${path}?${query}${more}`);
  const expectShape = (answer: LookerAnswer, verb: string, at: string) => {
    expect(answer.status, `${verb} ${at}: ${answer.text}`).toBe(200);
    expect(shapeProblems(operationAt(verb, at)?.responseType ?? '', answer.body)).toEqual([]);
    return answer.body as Properties;
  };
  /** Whether one is there: by its own path, or else in its list; some kinds have neither. */
  const expectThere = async (record: Properties, isThere: boolean) => {
    if (has('GET', onePath)) expect((await client.call('GET', oneOf(record))).status).toBe(isThere ? 200 : 404);
    if (!has('GET', path)) return;
    const keys = ((await list()).body as Properties[]).map((entry) => entry[key]);
    expect(keys.includes(record[key])).toBe(isThere);
  };

  it('are created, read, changed, listed and deleted, and answer 404 afterwards', async () => {
    const created = expectShape(await create(), 'POST', path);
    expect(created).toMatchObject(shown);
    expect(Object.keys(created).filter((name) => secret.includes(name))).toEqual([]);
    await expectThere(created, true);
    const verb = has('PUT', onePath) ? 'PUT' : 'PATCH';
    if (change !== undefined) {
      expect(expectShape(await client.call(verb, oneOf(created), change), verb, onePath)).toMatchObject(change);
      if (has('GET', onePath)) {
        expect((await client.call('GET', oneOf(created))).body).toMatchObject({ ...shown, ...change });
      }
    }
    const byQuery = !has('DELETE', onePath);
    const deletion = byQuery ? `${path}?id=${String(created[key])}` : oneOf(created);
    expect((await client.call('DELETE', deletion)).status).toBe(204);
    expect((await client.call('DELETE', deletion)).status).toBe(404);
    if (change !== undefined) expect((await client.call(verb, oneOf(created), change)).status).toBe(404);
    await expectThere(created, false);
  });

  if (tested.required !== undefined) {
    it.each(tested.required)('answer 422 when %s is missing', async (field) => {
      const { [field]: _, ...rest } = body;
      const answer = await create(rest);
      expect(answer.status).toBe(422);
      expect(answer.body).toMatchObject({ errors: [{ field, code: 'missing_field' }] });
    });
  }

  if (tested.unique !== undefined) {
    it(`answer 409 for a second one of the same ${tested.unique}`, async () => {
      const [first, second] = [await create(), await create()];
      expect([first.status, second.status]).toEqual([200, 409]);
    });
  }

  const { search } = tested;
  if (search !== undefined) {
    it('are found by their search, in pages that tell how many there are', async () => {
      await create();
      const found = await client.call('GET', `${path}/search?${new URLSearchParams(search)}`);
      expect(expectShape(found, 'GET', `${path}/search`)).toHaveLength(1);
      expect((await client.call('GET', `${path}/search?id=99999`)).body).toEqual([]);
      const { body: all } = await client.call('GET', `${path}/search?fields=id`);
      const page = await client.call('GET', `${path}/search?fields=id&limit=1&offset=0`);
      expect(page.body).toEqual((all as Properties[]).slice(0, 1));
      expect(page.headers.get('x-total-count')).toBe(String((all as Properties[]).length));
    });
  }

  if (has('GET', path)) {
    it('are listed with the fields that are asked for', async () => {
      const { body: all } = await list();
      expect((all as Properties[]).length).toBeGreaterThanOrEqual(1);
      expect((await list(`&fields=${key}`)).body).toEqual(
        (all as Properties[]).map((entry) => ({ [key]: entry[key] })),
      );
    });
  }
});
