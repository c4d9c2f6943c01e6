import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/config/settings.js';
import { createMasterKey } from '../../src/crypto/master-keys.js';
import { freePort } from '../support/free-port.js';
import { createTestDir } from '../support/test-database.js';

const run = promisify(execFile);
const PATH = process.env.PATH ?? '';
const program = (name: string) => join(PACKAGE_ROOT, 'dist', name);

/** A data folder that a first start has filled; each test starts a gateway on it once more. */
describe('the files of local mode', { timeout: 120_000 }, () => {
  let dataDir: string;
  let environment: Record<string, string>;

  beforeAll(async () => {
    dataDir = await createTestDir();
    environment = { PATH, PORT: String(await freePort()), GATEWAY_DATA_DIR: dataDir, GATEWAY_SAMPLE_LOOKER: 'off' };
    await (await start()).stop();
  }, 120_000);

  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  const start = async () => {
    const child = spawn(process.execPath, [program('main.js')], {
      env: environment,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const output: string[] = [];
    for await (const line of createInterface({ input: child.stdout })) {
      output.push(line);
      if (line.includes('Stop with Ctrl-C')) break;
    }
    const stop = async () => {
      child.kill('SIGTERM');
      await once(child, 'exit');
    };
    return { output: output.join('\n'), stop };
  };

  /** What a start that must fail says. */
  const refusal = async (more: Record<string, string> = {}): Promise<string[]> => {
    const ended = await run(process.execPath, [program('main.js')], { env: { ...environment, ...more } }).catch(
      (error: { code: number; stderr: string }) => error,
    );
    expect(ended).toMatchObject({ code: 1 });
    return ended.stderr.trim().split('\n');
  };

  it('are named where the start says what it does', async () => {
    const { output, stop } = await start();
    await stop();
    expect(output).toContain(`Starting PostgreSQL, with its files in ${join(dataDir, 'postgres')}`);
  });

  it('are named with .env, and with what helps, where GATEWAY_MASTER_KEYS gives other keys', async () => {
    const [line, ...rest] = await refusal({ GATEWAY_MASTER_KEYS: createMasterKey('k1') });
    expect(rest).toEqual([]);
    expect(line).toContain(join(dataDir, 'master-keys'));
    expect(line).toMatch(/Take GATEWAY_MASTER_KEYS out of \.env .*or add DATABASE_URL/);
    expect(line).not.toContain('secrets:retire');
  });

  it.each(['master-keys', 'postgres.password'])('are missed by name: without %s nothing is made anew', async (name) => {
    await rename(join(dataDir, name), join(dataDir, 'away'));
    const before = await readdir(dataDir);
    const [line, ...rest] = await refusal();
    expect(rest).toEqual([]);
    expect(line).toContain(`The file ${join(dataDir, name)} is missing`);
    expect(line).toMatch(/put the file back.*delete the folder .* to begin anew/);
    expect(await readdir(dataDir)).toEqual(before);
    await rename(join(dataDir, 'away'), join(dataDir, name));
  });

  it.each([
    ['no key', 'rubbish', 'holds no master keys: entry 1'],
    ['another key of that name', createMasterKey('local'), 'is not the key local of this database'],
    ['a key of another name', createMasterKey('k1'), 'gives only k1'],
  ])('are told in one sentence where master-keys holds %s', async (_, text, said) => {
    const file = join(dataDir, 'master-keys');
    const kept = await readFile(file, 'utf8');
    await writeFile(file, text);
    const [line, ...rest] = await refusal();
    await writeFile(file, kept);
    expect(rest).toEqual([]);
    expect(line).toContain(said);
    expect(line).toMatch(/[Pp]ut back .*delete the folder .* to begin anew/);
    expect(line).not.toContain('secrets:retire');
  });

  it('lead the commands to the database of local mode, with the lines that they print without DATABASE_URL', async () => {
    const { stop } = await start();
    const audit = { env: environment };
    const refused = await run(process.execPath, [program('commands/verify-audit.js')], audit).catch((error) => error);
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toMatch(/^DATABASE_URL is not set/);
    expect(refused.stderr).not.toContain('local.json');
    const lines = refused.stderr.split('\n').filter((line: string) => line.startsWith('export '));
    expect(lines).toHaveLength(2);
    const script = [...lines, `'${process.execPath}' '${program('commands/verify-audit.js')}'`].join('\n');
    const { stdout } = await run('bash', ['-ec', script], audit);
    expect(JSON.parse(stdout)).toMatchObject([{ broken: null }]);
    await stop();
  });
});
