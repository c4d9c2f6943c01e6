import { Logger } from '@nestjs/common';
import { ConfigModule } from '@nestjs/config';
import { createApp } from './app.setup.js';
import { SETTINGS, type Settings, settingsConfig } from './config/settings.js';
import { Readiness } from './health/readiness.js';
import { checkMayListen, listenAddress } from './http/listen-address.js';
import { openLocalMode } from './local-mode/local-mode.js';
import { SetupService } from './setup/setup.service.js';
import { explainStart } from './start-problem.js';

/** How long requests under way may take to end after a signal. */
const SHUTDOWN_MS_MAX = 15_000;

type Stop = () => Promise<void>;

async function start(): Promise<Stop> {
  await ConfigModule.envVariablesLoaded;
  // Before a database is made.
  const { host, port } = settingsConfig().http;
  const address = await listenAddress(host);
  await checkMayListen(address, port);
  const app = await createApp();
  const { http, local } = app.get<Settings>(SETTINGS);
  try {
    const readiness = app.get(Readiness, { strict: false });
    readiness.beginStart();
    await app.listen(port, address);
    new Logger('Gateway').log(`listening on ${http.host}:${http.port} as ${http.publicUrl}`);
    await app.get(SetupService, { strict: false }).announce();
    const opened = local.enabled ? await openLocalMode(app) : undefined;
    readiness.endStart();
    if (opened !== undefined) process.stdout.write(opened.shown);
    return async () => {
      await app.close();
      await opened?.close();
    };
  } catch (error) {
    await app.close();
    throw error;
  }
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
  process.stderr.write(`${explainStart(error)}\n`);
  process.exit(1);
});
