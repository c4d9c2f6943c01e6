import { expect, it } from 'vitest';
import type { RunContext } from '../../src/tool-calls/capabilities/run-context.js';
import { TileQueries } from '../../src/tool-calls/dashboards/tile-queries.js';

const MEGABYTE = 1024 * 1024;

it('definitions of tiles are read up to four megabytes together, and the tiles of the others say so', async () => {
  const context = {
    connection: { key: 'o/a/1' },
    send: async () => ({ status: 200, headers: {}, body: { id: '1', model: 'm', view: 'v' }, size: MEGABYTE }),
  };
  const settings = { filters: {}, timeZone: undefined, options: {}, endsAtMs: Number.POSITIVE_INFINITY };
  const tiles = Array.from({ length: 20 }, (_, at) => ({
    ...{ id: String(at), title: 't', filterables: [] },
    content: { kind: 'stored', queryId: String(at) } as const,
  }));
  const found = await new TileQueries(settings, context as unknown as RunContext).of(tiles);
  const failed = found.filter(({ kind }) => kind === 'failed');
  // Four are read at once.
  expect(failed.length).toBeGreaterThanOrEqual(20 - 8);
  expect(failed.at(-1)).toMatchObject({ error: expect.stringContaining('longer definitions than are held at once') });
  expect(found[0]?.kind).toBe('query');
});
