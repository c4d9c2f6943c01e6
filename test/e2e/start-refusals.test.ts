import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/config/settings.js';

/** Anybody but root: the user nobody of every system. */
const UNPRIVILEGED = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

describe('a start that cannot be', { timeout: 120_000 }, () => {
  let folder: string;
  let taken: Server;
  let takenPort: number;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'gateway-refusals-'));
    await chmod(folder, 0o755);
    await writeFile(join(folder, 'file'), '');
    taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    takenPort = typeof address === 'object' && address !== null ? address.port : 0;
  });

  afterAll(async () => {
    taken.close();
    await rm(folder, { recursive: true, force: true });
  });

  /** Exit code and last words of a gateway with these settings. */
  const refusal = async (environment: Record<string, string>, user: { uid?: number; gid?: number } = {}) => {
    const child = spawn(process.execPath, [join(PACKAGE_ROOT, 'dist', 'main.js')], {
      env: { PATH: process.env.PATH, GATEWAY_SAMPLE_LOOKER: 'off', ...environment },
      cwd: '/',
      stdio: ['ignore', 'pipe', 'pipe'],
      ...user,
    });
    const [said, [code]] = await Promise.all([text(child.stderr), once(child, 'exit'), text(child.stdout)]);
    return { code, lines: said.trim().split('\n') };
  };

  it.each<[string, () => Record<string, string>, RegExp, boolean]>([
    [
      'a data folder that its user may not write',
      () => ({ GATEWAY_DATA_DIR: join(folder, 'data') }),
      /may not mkdir .*\/data \(EACCES\).*GATEWAY_DATA_DIR/,
      true,
    ],
    [
      'a data folder below a file',
      () => ({ GATEWAY_DATA_DIR: join(folder, 'file', 'data') }),
      /\/file.*not a folder.*GATEWAY_DATA_DIR/,
      false,
    ],
    [
      'a database that does not answer',
      () => ({ DATABASE_URL: `postgresql://a:b@127.0.0.1:1/x`, GATEWAY_MASTER_KEYS: `k1:${'A'.repeat(43)}=` }),
      /database/i,
      false,
    ],
  ])('for %s says so in words, without a stack', async (_, environment, words, isUnprivileged) => {
    const { code, lines } = await refusal(environment(), isUnprivileged ? UNPRIVILEGED : {});
    expect(code).toBe(1);
    expect(lines.join('\n')).toMatch(words);
    expect(lines.filter((line) => /^\s+at /.test(line))).toEqual([]);
  });

  it('tells a malformed master key with all other settings, before it asks a database that is down', async () => {
    const DATABASE_URL = 'postgresql://a:b@127.0.0.1:1/x';
    const { code, lines } = await refusal({
      DATABASE_URL,
      GATEWAY_MASTER_KEYS: 'abc',
      HOST: '203.0.113.7',
      REDIS_URL: 'x',
    });
    expect(code).toBe(1);
    expect(lines).toEqual([
      'The environment has 2 problem(s):',
      expect.stringContaining('REDIS_URL must'),
      expect.stringContaining('GATEWAY_MASTER_KEYS: entry 1 is not of the form id:<base64 of 32 bytes>'),
    ]);
  });

  it('for a port in use makes no data folder', async () => {
    const GATEWAY_DATA_DIR = join(folder, 'unmade');
    expect((await refusal({ GATEWAY_DATA_DIR, PORT: String(takenPort) })).code).toBe(1);
    await expect(stat(GATEWAY_DATA_DIR)).rejects.toThrow('ENOENT');
  });

  it.each<[string, () => Record<string, string>, RegExp]>([
    [
      'a port that is in use',
      () => ({ PORT: String(takenPort) }),
      /^Port \d+ on 127\.0\.0\.1 is in use \(EADDRINUSE\)\. .*PORT/,
    ],
    [
      'an address that is not of this machine',
      () => ({ HOST: '203.0.113.7' }),
      /^203\.0\.113\.7 is not an address of this machine \(EADDRNOTAVAIL\)\. .*HOST/,
    ],
    [
      'a name without an address',
      () => ({ HOST: 'gateway.invalid' }),
      /^There is no address for gateway\.invalid \(E[A-Z_]+\)\. .*HOST/,
    ],
  ])('for %s says so in one line', async (_, environment, words) => {
    const { code, lines } = await refusal({ GATEWAY_DATA_DIR: join(folder, 'own'), ...environment() });
    expect(code).toBe(1);
    expect(lines).toEqual([expect.stringMatching(words)]);
  });
});
