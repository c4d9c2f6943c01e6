import { defineConfig } from 'vitest/config';
import { CountReporter } from './support/count-reporter.js';
import { LongestFirst } from './support/longest-first.js';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/load/**'],
    globalSetup: ['test/support/test-database.ts'],
    // The modules of the gateway are loaded once a worker, and not once a file.
    isolate: false,
    setupFiles: ['test/support/own-environment.ts'],
    reporters: ['default', new CountReporter()],
    // Patience is no guarantee: a test ends as soon as it can, and these end only one that hangs.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // More than there are cores where two are: a third of the time a worker waits, for a query that is to be slow or a browser.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    expect: { poll: { timeout: 60_000 } },
  },
});
