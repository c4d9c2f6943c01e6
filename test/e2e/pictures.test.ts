import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { countsByLine, pngPixels } from '../sample-looker/png-pixels.js';
import { startGateway, type TestGateway, type TestOrganization } from '../support/gateway.js';
import { connectModern, type McpClient, OFFICIAL_CLIENTS, type ToolResult } from '../support/mcp-clients.js';
import { askLooker, credentialsOf, TOP_TEN_STATES } from '../support/sample.js';

const CHART = { ...TOP_TEN_STATES, vis_config: { type: 'looker_bar' }, width: 900, height: 500 };
const BLUE = '#1a73e8';

function pictureIn({ text, isError, documents }: ToolResult) {
  const [picture] = documents;
  if (isError || picture === undefined) throw new Error(`no picture: ${text}`);
  expect(picture).toMatchObject({ type: 'image', mimeType: 'image/png' });
  return { pixels: pngPixels(picture.bytes), bytes: picture.bytes };
}

const blueIn = (answer: ToolResult) =>
  countsByLine(pictureIn(answer).pixels, BLUE).reduce((sum, count) => sum + count, 0);

describe('pictures', () => {
  let gateway: TestGateway;
  let looker: SampleLooker;
  let slow: SampleLooker;
  let acme: TestOrganization;
  const accounts = new Map<SampleLooker, string>();
  const open: McpClient[] = [];

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    slow = await startSampleLooker({ today: '2026-11-20', renderTimeMs: 6000 });
    gateway = await startGateway();
    acme = await gateway.createOrganization('Acme');
    for (const instance of [looker, slow]) accounts.set(instance, await acme.rest.connect(credentialsOf(instance)));
  });

  afterEach(async () => {
    looker.setFault(null);
    await Promise.all(open.splice(0).map((client) => client.close()));
  });

  afterAll(async () => {
    await gateway.close();
    await looker.close();
    await slow.close();
  });

  async function connect(
    config: Record<string, unknown> = {},
    connecting: (url: string) => Promise<McpClient> = connectModern,
    instance = looker,
  ) {
    const server = await acme.rest.issue(accounts.get(instance) ?? '', { config });
    const client = await connecting(server.url);
    open.push(client);
    return { client, server };
  }

  /** How much of each kind of content there is. */
  const contentCounts = async () => {
    const counts = await Promise.all(
      ['looks', 'dashboards', 'folders', 'boards', 'dashboards/7/dashboard_elements'].map(async (path) =>
        Number(((await askLooker(looker, 'GET', `/${path}?fields=id`)) as unknown[]).length),
      ),
    );
    expect(Math.min(...counts)).toBeGreaterThan(0);
    return counts;
  };

  it.each(OFFICIAL_CLIENTS)(
    '$client gets the chart of a query of its own, on the asked pixels, and nothing is saved in Looker',
    async ({ connect: connecting }) => {
      const { client } = await connect({ methods: ['read'] }, connecting);
      const before = await contentCounts();
      const from = looker.requests.length;
      const answer = await client.callTool('looker_query_render_inline', CHART);
      const sent = looker.requests.slice(from).map(({ method, route }) => `${method} ${route}`);
      const { pixels } = pictureIn(answer);
      expect([pixels.width, pixels.height]).toEqual([900, 500]);
      expect(blueIn(answer)).toBeGreaterThan(5000);
      expect(answer.text).toMatch(/^Query \w+\. Render task \w+: PNG, 900 × 500 pixels, \d+ kB\.$/);
      expect(new Set(sent.filter((request) => !request.includes('login')))).toEqual(
        new Set([
          'POST /api/4.0/queries',
          'POST /api/4.0/render_tasks/queries/:query_id/:result_format',
          'GET /api/4.0/render_tasks/:render_task_id',
          'GET /api/4.0/render_tasks/:render_task_id/results',
        ]),
      );
      expect(await contentCounts()).toEqual(before);
    },
  );

  it('are drawn as vis_config says: the same rows as bars, and as a table without any', async () => {
    const { client } = await connect();
    const draw = async (vis_config: object) =>
      blueIn(await client.callTool('looker_query_render_inline', { ...CHART, vis_config }));
    expect(await draw({ type: 'looker_grid' })).toBe(0);
    expect(await draw({ type: 'looker_bar' })).toBeGreaterThan(5000);
  });

  it.each([
    ['a stored query', 'looker_query_render', async () => ({ query_id: await storedQuery() })],
    ['a Look', 'looker_looks_render', async () => ({ look_id: await firstLook() })],
    ['a tile', 'looker_dashboard_elements_render', async () => ({ dashboard_element_id: '131' })],
    ['a dashboard', 'looker_dashboards_render', async () => ({ dashboard_id: '7' })],
  ])('show %s, 1200 × 800 pixels large where nobody asks for another size', async (_, tool, argsOf) => {
    const { client } = await connect({ tags: ['pictures'], methods: ['read'] });
    const { pixels } = pictureIn(await client.callTool(tool, await argsOf()));
    expect([pixels.width, pixels.height]).toEqual([1200, 800]);
  });

  const storedQuery = async () => {
    const query = { ...TOP_TEN_STATES, limit: '10', vis_config: { type: 'looker_bar' } };
    return ((await askLooker(looker, 'POST', '/queries', query)) as { id: string }).id;
  };
  const firstLook = async () => ((await askLooker(looker, 'GET', '/looks?fields=id')) as { id: string }[])[0]?.id;

  it('of a dashboard show it with the values of its filters', async () => {
    const { client } = await connect();
    const draw = async (dashboard_filters: string) =>
      pictureIn(await client.callTool('looker_dashboards_render', { dashboard_id: '7', dashboard_filters })).bytes;
    const [week, month] = [await draw('Date=7 days'), await draw('Date=30 days')];
    expect(week.equals(month)).toBe(false);
    expect(week.equals(await draw('Date=7 days'))).toBe(true);
  });

  it.each(OFFICIAL_CLIENTS)('$client gets a dashboard as a PDF', async ({ connect: connecting }) => {
    const { client } = await connect({}, connecting);
    const answer = await client.callTool('looker_dashboards_render', { dashboard_id: '7', result_format: 'pdf' });
    expect(answer.isError).toBe(false);
    expect(answer.documents).toMatchObject([
      {
        type: 'resource',
        mimeType: 'application/pdf',
        uri: expect.stringMatching(/^looker:\/\/\/documents\/\w+\.pdf$/),
      },
    ]);
    expect(answer.documents[0]?.bytes.toString('latin1')).toMatch(/^%PDF-1\.\d\n[\s\S]*%%EOF\n$/);
    expect(answer.text).toMatch(/^Render task \w+: PDF, \d+ kB\.$/);
  });

  it('that cannot be drawn are an error that says why, with the nearest right name', async () => {
    const { client } = await connect();
    const args = { ...CHART, fields: ['users.stat', 'orders.count'], sorts: [] };
    const answer = await client.callTool('looker_query_render_inline', args);
    expect(answer).toMatchObject({ isError: true, documents: [] });
    expect(answer.text).toContain('Looker could not render it');
    expect(answer.text).toContain('users.state');
    const missing = await client.callTool('looker_looks_render', { look_id: '424242' });
    expect(missing).toMatchObject({ isError: true, text: expect.stringContaining('404') });
  });

  it('of a size that makes no sense are refused before anything is sent', async () => {
    const { client } = await connect();
    const before = looker.requests.length;
    const answer = await client.callTool('looker_looks_render', { look_id: '1', width: 20_000 });
    expect(answer).toMatchObject({ isError: true, text: expect.stringContaining('width') });
    expect(looker.requests).toHaveLength(before);
  });

  it('that take longer than the server waits can be fetched later by their render task', async () => {
    const { client } = await connect({ tags: ['pictures'], limits: { seconds: 5 } }, connectModern, slow);
    const late = await client.callTool('looker_dashboards_render', { dashboard_id: '7', width: 640, height: 480 });
    expect(late).toMatchObject({ isError: true, text: expect.stringContaining('after 5 s (status: rendering)') });
    const [, render_task_id] = /render_task_id "(\w+)"/.exec(late.text) ?? [];
    const unfinished = await client.callTool('looker_render_tasks_results', { render_task_id });
    expect(unfinished).toMatchObject({
      isError: false,
      text: expect.stringMatching(/not finished\. Ask again in \d+ s/),
    });
    const status = async () =>
      JSON.parse((await client.callTool('get_single_looker_render_task_by_id', { render_task_id })).text).status;
    await expect.poll(status, { interval: 200 }).toBe('success');
    const { pixels } = pictureIn(await client.callTool('looker_render_tasks_results', { render_task_id }));
    expect([pixels.width, pixels.height]).toEqual([640, 480]);
  });

  it('are not waited for once the caller has left', async () => {
    const { client, server } = await connect({}, connectModern, slow);
    const gone = new AbortController();
    const from = slow.requests.length;
    const outcome = expect(
      client.callTool('looker_dashboards_render', { dashboard_id: '7' }, { signal: gone.signal }),
    ).rejects.toThrow();
    const polls = () => slow.requests.slice(from).filter(({ url }) => /render_tasks\/\w+(?:\?|$)/.test(url)).length;
    await expect.poll(polls).toBeGreaterThan(1);
    gone.abort();
    await outcome;
    const rows = async () => (await acme.rest.get(`/log?log_type_filter[mcp_server_id]=${server.id}`)).body.result;
    await expect.poll(rows).toMatchObject([{ tool_name: 'looker_dashboards_render', status: 'aborted' }]);
    expect(polls()).toBeLessThan(6);
  });

  it('come through the discovery tools, too', async () => {
    const { client } = await connect({ tool_exposure: 'discovery' });
    const call = { tool_name: 'looker_query_render_inline', arguments: CHART };
    expect(pictureIn(await client.callTool('call_read_tool', call)).pixels).toMatchObject({ width: 900, height: 500 });
  });

  it.each(OFFICIAL_CLIENTS)('reach a $client from queries run as png, too', async ({ connect: connecting }) => {
    const { client } = await connect({}, connecting);
    const { width, height, ...query } = CHART;
    const answer = await client.callTool('looker_query_run_inline', { ...query, result_format: 'png' });
    expect(pictureIn(answer).pixels).toMatchObject({ width: 800, height: 600 });
    expect(blueIn(answer)).toBeGreaterThan(5000);
  });
});
