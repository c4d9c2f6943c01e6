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

/** Of what it wrote before it ended: the end, where Node names the error. */
const ERRORS_CHARACTERS_MAX = 2_000;

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
  const child = spawn(process.execPath, [PROGRAM, '--port', port], { stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
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
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      errors = (errors + text).slice(-ERRORS_CHARACTERS_MAX);
    });
    child.once('error', reject);
    child.once('close', (code) => {
      const why = /ERR_MODULE_NOT_FOUND|Cannot find module/.test(errors) ? WITHOUT_IT : errors.trim();
      reject(new SampleLookerError(`The sample Looker ended with code ${code} before it was ready. ${why}`));
    });
    if (child.stdout !== null) createInterface({ input: child.stdout }).once('line', resolve);
  });
}
