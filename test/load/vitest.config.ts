import { defineConfig } from 'vitest/config';
import { CountReporter } from '../support/count-reporter.js';

/** Guarantees that the suite tests without a clock, and that are measured here. */
const ALSO_MEASURED = [
  'test/cache/rate-limits.test.ts',
  'test/looker/fault-costs.test.ts',
  'test/unit/narrower-filter.test.ts',
  'test/e2e/dashboard-budget.test.ts',
  'test/e2e/large-results.test.ts',
  'test/e2e/live-activity.test.ts',
  'test/e2e/live-calls.test.ts',
  'test/e2e/local-mode.test.ts',
  'test/e2e/many-slow-queries.test.ts',
  'test/e2e/passwords.test.ts',
  'test/e2e/query-engine.test.ts',
  'test/e2e/query-handles.test.ts',
  'test/e2e/query-latency.test.ts',
  'test/e2e/server-usage.test.ts',
  'test/e2e/slow-queries.test.ts',
  'test/e2e/ended-sign-ins-of-two-replicas.test.ts',
  'test/e2e/two-replicas.test.ts',
];

/** What measures time, memory or scale: one file after the other, alone on its machine. */
export default defineConfig({
  test: {
    include: ['test/load/**/*.test.ts', ...ALSO_MEASURED],
    env: { MEASURED_ALONE: 'on', MANY_QUERIES: '1000', MANY_QUERY_MS: '60000' },
    globalSetup: ['test/support/test-database.ts'],
    reporters: ['default', new CountReporter()],
    testTimeout: 600_000,
    hookTimeout: 120_000,
    fileParallelism: false,
    expect: { poll: { timeout: 60_000 } },
  },
});
