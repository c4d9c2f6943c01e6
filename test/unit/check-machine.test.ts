import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/config/settings.js';

const FILE = join('apps', 'build-steps', 'check-machine.cjs');
const UNPRIVILEGED = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};

describe('the look at the machine before a build', () => {
  let project: string;

  beforeEach(async () => {
    project = await mkdtemp(join(tmpdir(), 'gateway-machine-'));
    await chmod(project, 0o755);
    await mkdir(join(project, 'node_modules', 'wireit'), { recursive: true });
    await cp(join(PACKAGE_ROOT, FILE), join(project, FILE), { recursive: true });
  });

  afterEach(() => rm(project, { recursive: true, force: true }));

  const look = async (needed: string, args: string[] = [], user = {}) => {
    await writeFile(join(project, 'package.json'), JSON.stringify({ engines: { node: needed } }));
    const { status, stderr } = spawnSync(process.execPath, [join(project, FILE), ...args], {
      encoding: 'utf8',
      ...user,
    });
    return { status, lines: stderr.split('\n').filter((line) => line !== '') };
  };

  it('finds nothing wrong here', async () => {
    const { engines } = JSON.parse(await readFile(join(PACKAGE_ROOT, 'package.json'), 'utf8'));
    expect(engines.node).toMatch(/^>=\d+\.\d+$/);
    expect(await look(engines.node)).toEqual({ status: 0, lines: [] });
  });

  it.each(['install', 'build'])(
    'says in one line which Node is needed and which is there, before an %s',
    async (arg) => {
      const [major, minor] = process.versions.node.split('.').map(Number);
      for (const needed of [`>=${(major ?? 0) + 1}.0`, `>=${major}.${(minor ?? 0) + 1}`])
        expect(await look(needed, [arg])).toEqual({
          status: 1,
          lines: [
            expect.stringMatching(`needs Node ${needed.slice(2)} or later, and this is Node ${process.versions.node}`),
          ],
        });
    },
  );

  it('says in one line that the dependencies are missing, but not while they are being installed', async () => {
    await rm(join(project, 'node_modules'), { recursive: true });
    expect(await look('>=1.0')).toEqual({ status: 1, lines: [expect.stringContaining('npm ci')] });
    expect((await look('>=1.0', ['install'])).status).toBe(0);
  });

  it('says in one line that this user may not write where the build goes', async () => {
    await chmod(project, 0o555);
    const { status, lines } = await look('>=1.0', [], UNPRIVILEGED).finally(() => chmod(project, 0o755));
    expect({ status, lines }).toEqual({ status: 1, lines: [expect.stringContaining(`may not write to ${project}`)] });
  });

  it('is written so that Node 8 can read it', async () => {
    const source = await readFile(join(PACKAGE_ROOT, FILE), 'utf8');
    const options = { target: ts.ScriptTarget.ES2017, module: ts.ModuleKind.None, removeComments: false };
    const squeezed = (text: string) => text.replaceAll(/[\s,;]+/g, '').replace('"usestrict"', '');
    expect(squeezed(ts.transpileModule(source, { compilerOptions: options }).outputText)).toBe(squeezed(source));
    expect(source).not.toContain('node:');
  });
});
