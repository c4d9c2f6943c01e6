import { inflateRawSync, inflateSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type SampleLooker, startSampleLooker } from '../../apps/sample-looker/server.js';
import { type LookerClient, openClient } from './looker-client.js';
import { countsByLine, pngPixels } from './png-pixels.js';

const blue = '#1a73e8';
const byState = {
  model: 'ecommerce',
  view: 'orders',
  fields: ['users.state', 'orders.count'],
  sorts: ['orders.count desc'],
  limit: '10',
};

describe('pictures', () => {
  let looker: SampleLooker;
  let client: LookerClient;

  beforeAll(async () => {
    looker = await startSampleLooker({ today: '2026-11-20' });
    client = await openClient(looker);
  });
  afterAll(() => looker.close());

  const bytesOf = async (path: string, init: RequestInit = {}) => {
    const headers = { authorization: `Bearer ${client.token}` };
    const response = await fetch(`${looker.baseUrl}/api/4.0${path}`, { ...init, headers });
    return {
      status: response.status,
      type: response.headers.get('content-type'),
      bytes: Buffer.from(await response.arrayBuffer()),
    };
  };
  const run = (query: object, options = 'png') =>
    bytesOf(`/queries/run/${options}`, { method: 'POST', body: JSON.stringify(query) });
  /** Orders a render and waits for it. */
  const render = async (path: string, body: object = {}) => {
    const task = (await client.call('POST', `/render_tasks/${path}`, body)).body as { id: string };
    await vi.waitFor(async () => {
      expect((await client.call('GET', `/render_tasks/${task.id}`)).body).toMatchObject({
        finalized_at: expect.any(String),
      });
    });
    return { ...(await bytesOf(`/render_tasks/${task.id}/results`)), id: task.id };
  };

  it('the bars of a query are as long as its numbers, in a picture of the asked size', async () => {
    const answer = await run(
      { ...byState, vis_config: { type: 'looker_bar' } },
      'png?image_width=900&image_height=500',
    );
    expect(answer).toMatchObject({ status: 200, type: 'image/png' });
    const pixels = pngPixels(answer.bytes);
    expect([pixels.width, pixels.height]).toEqual([900, 500]);
    // Each bar is a run of lines with as many blue pixels as the bar is long; the tallest value of each run is its length.
    const lengths = countsByLine(pixels, blue)
      .join(' ')
      .split(/(?:^| )0(?: 0)*(?: |$)/)
      .filter((run) => run !== '')
      .map((run) => Math.max(...run.split(' ').map(Number)));
    const counts = (await client.rows(byState)).map((row) => Number(row['orders.count']));
    expect(lengths).toHaveLength(10);
    const perPixel = (counts[0] ?? 0) / (lengths[0] ?? 1);
    for (const [index, length] of lengths.entries()) {
      expect(Math.abs((counts[index] ?? 0) / perPixel - length)).toBeLessThanOrEqual(3);
    }
  });

  const timed = { ...byState, fields: ['orders.created_month', 'orders.count'], sorts: [] };
  it.each([
    ['looker_column', timed, 20_000],
    ['looker_line', timed, 400],
    ['looker_area', timed, 400],
    ['looker_scatter', timed, 200],
    ['looker_pie', byState, 10_000],
    ['looker_donut_multiples', byState, 5_000],
  ])('a %s is drawn with its color', async (type, query, pixelsMin) => {
    const pixels = pngPixels((await run({ ...query, vis_config: { type } })).bytes);
    expect([pixels.width, pixels.height]).toEqual([800, 600]);
    expect(countsByLine(pixels, blue).reduce((sum, count) => sum + count, 0)).toBeGreaterThanOrEqual(pixelsMin);
  });

  it.each([
    ['a table', { ...byState, limit: '100' }],
    [
      'a pivoted grid',
      {
        ...byState,
        fields: [...byState.fields, 'orders.status'],
        pivots: ['orders.status'],
        vis_config: { type: 'looker_grid' },
      },
    ],
    ['a single value', { ...byState, fields: ['orders.count'], sorts: [], vis_config: { type: 'single_value' } }],
    ['an empty result', { ...byState, filters: { 'users.state': 'Nowhere' }, vis_config: { type: 'looker_bar' } }],
    [
      'a chart without measures',
      { ...byState, fields: ['users.state'], sorts: [], vis_config: { type: 'looker_column' } },
    ],
    [
      'texts that XML must escape',
      { ...byState, dynamic_fields: JSON.stringify([{ table_calculation: 'a', label: '<&">', expression: '1' }]) },
    ],
  ])('%s is drawn in dark text', async (_, query) => {
    const pixels = pngPixels((await run(query)).bytes);
    const dark = countsByLine(pixels, '#262d33').reduce((sum, count) => sum + count, 0);
    const faint = countsByLine(pixels, '#707781').reduce((sum, count) => sum + count, 0);
    expect(dark + faint).toBeGreaterThanOrEqual(15);
  });

  it('a size that makes no sense and a format that is not drawn are refused', async () => {
    expect((await run(byState, 'png?image_width=0')).status).toBe(422);
    expect((await run(byState, 'png?image_width=8000&image_height=8000')).status).toBe(400);
    const jpg = await run(byState, 'jpg');
    expect([jpg.status, jpg.bytes.toString()]).toEqual([400, expect.stringContaining('jpg')]);
  });

  it('a spreadsheet holds the rows with their numbers', async () => {
    const { status, type, bytes } = await run(byState, 'xlsx');
    expect([status, type]).toEqual([200, expect.stringContaining('spreadsheetml.sheet')]);
    const sheet = zipEntry(bytes, 'xl/worksheets/sheet1.xml');
    const [first] = await client.rows({ ...byState, limit: '1' });
    expect(sheet).toContain(`>${first?.['users.state']}</t></is></c><c><v>${first?.['orders.count']}</v></c>`);
    expect(sheet.match(/<row>/g)).toHaveLength(11);
  });

  it('tiles, looks and queries are rendered as PNG only', async () => {
    const { id: queryId } = (await client.call('POST', '/queries', byState)).body as { id: string };
    const [look] = (await client.call('GET', '/looks?fields=id')).body as { id: string }[];
    for (const path of [`queries/${queryId}`, `looks/${look?.id}`, 'dashboard_elements/131']) {
      const { status, bytes } = await render(`${path}/png?width=640&height=360`);
      expect(status).toBe(200);
      expect(pngPixels(bytes)).toMatchObject({ width: 640, height: 360 });
      expect((await client.call('POST', `/render_tasks/${path}/pdf?width=640&height=360`)).status).toBe(400);
    }
    expect((await client.call('POST', '/render_tasks/queries/none/png?width=64&height=36')).status).toBe(404);
    expect((await client.call('POST', '/render_tasks/dashboards/7/png?width=640')).status).toBe(422);
  });

  it('a dashboard is rendered with the values of its filters', async () => {
    const path = 'dashboards/7/png?width=1000&height=700';
    const [month, week, again] = [
      await render(path),
      await render(path, { dashboard_filters: 'Date=7%20days' }),
      await render(path, { dashboard_filters: 'Date=30 days' }),
    ];
    expect(pngPixels(month.bytes)).toMatchObject({ width: 1000, height: 700 });
    expect(week.bytes.equals(month.bytes)).toBe(false);
    expect(again.bytes.equals(month.bytes)).toBe(true);
    const stacked = await render(path, { dashboard_style: 'single_column' });
    expect(stacked.bytes.equals(month.bytes)).toBe(false);
  });

  it('a dashboard becomes a PDF of one page with its picture, on the asked paper', async () => {
    const { type, bytes } = await render('dashboards/21/pdf?width=800&height=600&pdf_paper_size=a4&pdf_landscape=true');
    expect(type).toBe('application/pdf');
    const text = bytes.toString('latin1');
    expect(text).toMatch(/^%PDF-1\.4\n/);
    expect(text).toContain('/MediaBox [0 0 842.00 595.00]');
    const tableAt = Number(/startxref\n(\d+)\n%%EOF\n$/.exec(text)?.[1]);
    const offsets = [...text.slice(tableAt).matchAll(/(\d{10}) 00000 n /g)].map(([, offset]) => Number(offset));
    expect(offsets.map((offset, index) => text.startsWith(`${index + 1} 0 obj\n`, offset))).toEqual(
      Array(6).fill(true),
    );
    const picture = /\/Width 800 \/Height 600 .*? \/Length (\d+) >>\nstream\n/.exec(text);
    const start = (picture?.index ?? 0) + (picture?.[0].length ?? 0);
    expect(inflateSync(bytes.subarray(start, start + Number(picture?.[1]))).length).toBe(800 * 600 * 3);
    expect(
      (await client.call('POST', '/render_tasks/dashboards/21/pdf?width=8&height=6&pdf_paper_size=b5')).status,
    ).toBe(400);
  });

  it('a faulty query fails the task and says why; on a dashboard its tile says so', async () => {
    const faulty = (await client.call('POST', '/queries', { ...byState, fields: ['users.nope'] })).body as {
      id: string;
    };
    const { status, id } = await render(`queries/${faulty.id}/png?width=300&height=200`);
    expect(status).toBe(404);
    expect((await client.call('GET', `/render_tasks/${id}`)).body).toMatchObject({
      status: 'failure',
      status_detail: expect.stringContaining('users.nope'),
    });
    const { id: dashboard } = (await client.call('POST', '/dashboards', { title: 'Broken', folder_id: '1' })).body as {
      id: string;
    };
    await client.call('POST', '/dashboard_elements', { dashboard_id: dashboard, query_id: faulty.id, title: 'Tile' });
    const drawn = await render(`dashboards/${dashboard}/png?width=900&height=400`);
    expect(countsByLine(pngPixels(drawn.bytes), '#b3261e').reduce((sum, count) => sum + count, 0)).toBeGreaterThan(10);
  });
});

describe('a render task that takes time', () => {
  it('passes through its statuses in order, and its results say when to come back', async () => {
    const looker = await startSampleLooker({ today: '2026-11-20', renderTimeMs: 600 });
    const client = await openClient(looker);
    const path = '/render_tasks/dashboard_elements/105/png?width=300&height=200';
    const { id } = (await client.call('POST', path)).body as { id: string };
    const early = await client.call('GET', `/render_tasks/${id}/results`);
    expect([early.status, early.text, early.headers.get('retry-after')]).toEqual([202, '', '1']);
    const seen = new Set<string>();
    await vi.waitFor(
      async () => {
        const { status } = (await client.call('GET', `/render_tasks/${id}?fields=status`)).body as { status: string };
        seen.add(status);
        expect(status).toBe('success');
      },
      { interval: 10 },
    );
    const order = ['enqueued_for_query', 'querying', 'enqueued_for_render', 'rendering', 'success'];
    expect([...seen]).toEqual(order.filter((status) => seen.has(status)));
    expect(seen.size).toBeGreaterThanOrEqual(3);
    expect((await client.call('GET', `/render_tasks/${id}/results`)).status).toBe(200);
    await looker.close();
  });
});

/** The text of a deflated file of a zip archive. */
function zipEntry(archive: Buffer, name: string): string {
  const nameAt = archive.indexOf(name);
  const [size, start] = [archive.readUInt32LE(nameAt - 12), nameAt + name.length];
  return inflateRawSync(archive.subarray(start, start + size)).toString();
}
