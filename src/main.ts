import { Logger } from '@nestjs/common';
import { createApp } from './app.setup.js';
import { ConfigurationError } from './config/environment.js';
import { SETTINGS, type Settings } from './config/settings.js';
import { DatabaseOpenError } from './database/database.service.js';
import { DataFolderError } from './database/embedded-postgres.js';
import { openLocalMode } from './local-mode/local-mode.js';
import { SetupService } from './setup/setup.service.js';

/** How long requests under way may take to end after a signal. */
const SHUTDOWN_MS_MAX = 15_000;

type Stop = () => Promise<void>;

async function start(): Promise<Stop> {
  const app = await createApp();
  const { http, local } = app.get<Settings>(SETTINGS);
  try {
    await app.listen(http.port, http.host);
    new Logger('Gateway').log(`listening on ${http.host}:${http.port} as ${http.publicUrl}`);
    await app.get(SetupService, { strict: false }).announce();
    const closeLocalMode = local.enabled ? await openLocalMode(app) : async () => {};
    return async () => {
      await app.close();
      await closeLocalMode();
    };
  } catch (error) {
    await app.close();
    throw error;
  }
}

function explain(error: unknown): string {
  const isPlain = [ConfigurationError, DataFolderError, DatabaseOpenError].some((kind) => error instanceof kind);
  if (isPlain && error instanceof Error) return error.message;
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')
    return `${error.message}. Something else uses the port: choose another one with PORT.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const starting = start();
let stopping = false;

/** A signal during the start waits for it, so that whatever was started is stopped too; a second one does not wait. */
async function stop(): Promise<void> {
  if (stopping) process.exit(1);
  stopping = true;
  setTimeout(() => process.exit(1), SHUTDOWN_MS_MAX).unref();
  const close = await starting.catch(() => undefined);
  await close?.();
  process.exit(0);
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);

starting.catch((error: unknown) => {
  process.stderr.write(`${explain(error)}\n`);
  process.exit(1);
});
