import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/clients/**/*.check.ts'],
    globalSetup: ['test/support/test-database.ts'],
    testTimeout: 1_200_000,
    hookTimeout: 180_000,
    maxWorkers: 1,
  },
});
