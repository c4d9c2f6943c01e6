import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { openClient } from './looker-client.js';
import { OauthApp } from './oauth-app.js';

const program = resolve('apps/sample-looker/dist/main.js');
const parameters = ['--port', '0', '--client-id', 'abc', '--client-secret', 'def', '--today', '2026-11-20'];

/** The first line the program prints, and whatever else it printed by the end. */
async function readyLine(child: ChildProcess): Promise<{ base_url: string; client_id: string; client_secret: string }> {
  if (child.stdout === null) throw new Error('the program has no stdout');
  const [line] = await once(createInterface(child.stdout), 'line');
  return JSON.parse(String(line));
}

describe('the program', () => {
  const children: ChildProcess[] = [];

  beforeAll(() => {
    execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'apps/sample-looker'], {
      stdio: 'inherit',
    });
  });
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL');
  });

  const spawned = (more: readonly string[] = []) => {
    const child = spawn(process.execPath, [program, ...parameters, ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
    children.push(child);
    return child;
  };
  const forked = () => {
    const child = fork(program, parameters, { stdio: ['ignore', 'pipe', 'inherit', 'ipc'] });
    children.push(child);
    return child;
  };

  it('says where it is reached and with which key, and can be logged in to', async () => {
    const ready = await readyLine(spawned());
    expect(ready).toEqual({ base_url: expect.stringMatching(/^http:\/\/127/), client_id: 'abc', client_secret: 'def' });
    const client = await openClient({
      baseUrl: ready.base_url,
      clientId: ready.client_id,
      clientSecret: ready.client_secret,
    });
    expect((await client.call('GET', '/user?fields=id')).body).toEqual({ id: '1' });
  });

  it('says by flags how long tokens of apps live, and whether a refresh gives a new refresh token', async () => {
    const ready = await readyLine(spawned(['--oauth-token-seconds', '5', '--oauth-rotates-refresh-tokens']));
    const [baseUrl, clientId, clientSecret] = [ready.base_url, ready.client_id, ready.client_secret];
    const app = new OauthApp(baseUrl);
    await app.register(await openClient({ baseUrl, clientId, clientSecret }));
    const { body } = await app.signIn('4');
    expect(body).toMatchObject({ expires_in: 5 });
    expect((await app.refresh(body.refresh_token)).body).toMatchObject({ refresh_token: expect.any(String) });
    expect((await app.refresh(body.refresh_token)).status).toBe(400);
  });

  it.each(['SIGINT', 'SIGTERM'] as const)('%s ends it cleanly', async (signal) => {
    const child = spawned();
    await readyLine(child);
    child.kill(signal);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('with a parent on the channel it leaves Ctrl-C to the parent and ends with it', async () => {
    const child = forked();
    const ready = await readyLine(child);
    child.kill('SIGINT');
    // Answers come after the signal was delivered, so this one shows that it did not end the program.
    expect((await fetch(`${ready.base_url}/alive`)).status).toBe(200);
    child.disconnect();
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('refuses a flag that makes no sense', async () => {
    const child = spawn(process.execPath, [program, '--port', 'http'], { stdio: 'ignore' });
    children.push(child);
    const [code] = await once(child, 'exit');
    expect(code).not.toBe(0);
  });
});
