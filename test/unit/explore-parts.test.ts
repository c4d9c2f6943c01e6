import { expect, it } from 'vitest';
import { partsOf } from '../../src/tools/definitions/tasks/health/explore-parts.js';
import { measured } from '../support/measured.js';

it('reads the fields out of queries with very long texts without keeping everybody else waiting', async () => {
  const filters = JSON.stringify({ 'users.note': 'a'.repeat(200_000) });
  const asked = [
    { 'query.formatted_fields': '["users.state"]', 'query.filters': filters, 'history.query_run_count': 3 },
  ];
  const field = (name: string) => ({ name, sql: `${'b'.repeat(200_000)} \${TABLE}.x` });
  const explore = { fields: { dimensions: ['users.state', 'users.note', 'users.city'].map(field) } };
  const startedAtMs = performance.now();
  const parts = await partsOf(
    {
      send: async ({ verb }) => ({
        ...{ status: 200, headers: {}, size: 1, durationMs: 1 },
        body: verb === 'GET' ? explore : asked,
      }),
    },
    { model: 'm', explore: 'users', isHidden: false, queries: 3 },
    { days: 90, minQueries: 1 },
  );
  expect(parts.unusedFields).toEqual(['users.city']);
  measured('the parts of an explore', performance.now() - startedAtMs, 2_000);
});
