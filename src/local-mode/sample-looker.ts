import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { PACKAGE_ROOT } from '../config/settings.js';
import type { SampleLookerRecord } from './local-record.js';

const PROGRAM = join(PACKAGE_ROOT, 'apps', 'sample-looker', 'dist', 'main.js');

const WITHOUT_IT =
  'An installation for production does not hold it: install it with npm ci, build it with npm run build, or start without it, ' +
  'with GATEWAY_SAMPLE_LOOKER=off.';

/** Thrown when the sample Looker does not start; the message says what to do. */
export class SampleLookerError extends Error {
  override readonly name = 'SampleLookerError';
}

export interface RunningSampleLooker {
  readonly record: SampleLookerRecord;
  stop(): Promise<void>;
}

/** Runs the sample Looker as a process of its own, on its port of the last start where that is still free. */
export async function startSampleLooker(last: SampleLookerRecord | undefined): Promise<RunningSampleLooker> {
  const lastPort = URL.canParse(last?.base_url ?? '') ? new URL(last?.base_url ?? '').port : undefined;
  if (lastPort !== undefined) {
    const again = await run(lastPort).catch(() => undefined);
    if (again !== undefined) return again;
  }
  return run('0');
}

async function run(port: string): Promise<RunningSampleLooker> {
  // The channel tells the child when this process is gone, however it ended.
  const child = spawn(process.execPath, [PROGRAM, '--port', port], { stdio: ['ignore', 'pipe', 'ignore', 'ipc'] });
  const record = JSON.parse(await firstLine(child)) as SampleLookerRecord;
  return {
    record,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill('SIGTERM');
      await once(child, 'exit');
    },
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', (code) =>
      reject(new SampleLookerError(`The sample Looker ended with code ${code} before it was ready. ${WITHOUT_IT}`)),
    );
    if (child.stdout !== null) createInterface({ input: child.stdout }).once('line', resolve);
  });
}
