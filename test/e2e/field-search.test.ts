import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern, type McpClient } from '../support/mcp-clients.js';
import { askLooker, credentialsOf, rowsOf } from '../support/sample.js';
import { FIELD_SEARCH as SEARCH, searchFields } from '../support/search-fields.js';

describe('the search for fields', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let acme: TestOrganization;
  let client: McpClient;

  beforeAll(async () => {
    looker = await startSampleLooker();
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    client = await connect();
  });

  afterAll(async () => {
    await client.close();
    await gateway.close();
    await looker.close();
  });

  const connect = async (config: object = {}) =>
    connectModern((await acme.rest.issue(await acme.rest.connect(credentialsOf(looker)), { config })).url);
  const search = (args: Record<string, unknown>, by = client) => searchFields(by, args);
  const asked = () => looker.requests.filter(({ url }) => url.includes('/lookml_models')).length;

  it('leads from a question to its answer in two calls', async () => {
    const { rows } = await search({ query: 'how many orders by state of the customer', model: 'ecommerce' });
    const names = rows.map(({ field }) => field);
    expect(names).toEqual(expect.arrayContaining(['users.state', 'orders.count']));
    const state = rows.find(({ field }) => field === 'users.state');
    expect(state?.explores).toMatch(/^ecommerce: .*orders/);
    const query = { model: 'ecommerce', view: 'orders', fields: ['users.state', 'orders.count'], limit: 3 };
    expect(rowsOf(await client.callTool('looker_query_run_inline', query))).toHaveLength(3);
  });

  it('lists models and explores without query, all of them', async () => {
    const { rows, text } = await search({});
    const models = (await askLooker(looker, 'GET', '/lookml_models')) as {
      name: string;
      explores: { name: string }[];
    }[];
    const all = models.flatMap(({ name, explores }) => explores.map((one) => ({ model: name, explore: one.name })));
    expect(all.length).toBeGreaterThan(5);
    expect(rows.map(({ model, explore }) => ({ model, explore }))).toEqual(all);
    expect(text.split('\n')[0]).toBe('model\texplore\tlabel\tdescription');
  });

  it('lists all fields of one explore without query, page by page, each once, and shorter than Looker', async () => {
    const explore = { model: 'ecommerce', explore: 'order_items' };
    const path = '/lookml_models/ecommerce/explores/order_items';
    const described = (await askLooker(looker, 'GET', path)) as {
      fields: Record<'dimensions' | 'measures', { name: string }[]>;
    };
    const names: string[] = [];
    let cursor: string | null = null;
    do {
      const more: object = cursor === null ? {} : { next_cursor: cursor };
      const { rows, structured } = await search({ ...explore, limit: 20, ...more });
      names.push(...rows.map(({ field }) => String(field)));
      cursor = structured.next_cursor;
    } while (cursor !== null);
    const { dimensions, measures } = described.fields;
    expect(names).toEqual([...dimensions, ...measures].map(({ name }) => name));
    expect(names.length).toBeGreaterThan(40);
    const [short, long] = [
      await search({ ...explore, limit: 500 }),
      await client.callTool('get_single_looker_lookml_explore_by_id', {
        lookml_model_name: 'ecommerce',
        explore_name: 'order_items',
      }),
    ];
    expect(short.text.length * 3).toBeLessThan(long.text.length);
  });

  it('reads each explore once, for however many calls at a time', async () => {
    const other = await connect();
    const before = asked();
    await Promise.all(Array.from({ length: 20 }, () => search({ query: 'revenue' }, other)));
    const explores = (await search({}, other)).structured.total_rows;
    expect(asked() - before).toBe(explores + 1);
    await other.close();
  });

  it.each([
    [{ model: 'ecomerce', query: 'state' }, 'Nearest: ecommerce'],
    [{ model: 'ecommerce', explore: 'order' }, 'Nearest: orders'],
    [{ explore: 'nothing' }, 'No explore of that name'],
  ])('with %j names what there is', async (args, words) => {
    expect(await client.callTool(SEARCH, args)).toMatchObject({ isError: true, text: expect.stringContaining(words) });
  });

  it('says that nothing fits, and what to do, where nothing does', async () => {
    expect(await client.callTool(SEARCH, { query: 'zzzzqqqq' })).toMatchObject({
      isError: false,
      text: expect.stringContaining('No field fits'),
    });
  });

  it('answers from the other explores where one cannot be read, says so, and reads it once it can be', async () => {
    const other = await connect();
    looker.setFault({ fault: 'status=500', urlIncludes: 'ecommerce/explores/events' });
    const { text } = await search({ query: 'state' }, other);
    looker.setFault(null);
    expect(text).toContain('users.state');
    expect(text).toMatch(/1 of \d+ explores could not be read: ecommerce: events\./);
    expect((await search({ query: 'state' }, other)).text).not.toContain('could not be read');
    await other.close();
  });

  it('never answers more than the server allows', async () => {
    const other = await connect({ limits: { characters: 2_000 } });
    const { text, structured } = await search({ model: 'ecommerce', explore: 'order_items', limit: 500 }, other);
    expect(text.length).toBeLessThanOrEqual(2_000);
    expect(JSON.stringify(structured).length).toBeLessThanOrEqual(2_000);
    expect(structured.next_cursor).not.toBeNull();
    await other.close();
  });
});
