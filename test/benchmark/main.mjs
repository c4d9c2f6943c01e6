/** Node 20 runs no TypeScript: vite, which is here anyway, does. */
import { runnerImport } from 'vite';

await runnerImport(new URL('benchmark.ts', import.meta.url).pathname, { logLevel: 'error' });
