import { execFile, execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PACKAGE_ROOT } from '../../src/config/settings.js';

const PROGRAM = join(PACKAGE_ROOT, 'apps', 'build-steps', 'publish-build.mjs');
const FOLDER = join('apps', 'dashboard', 'dist');

/** What a build leaves: a page, the script that it names, and what every build has. */
const page = (name: string) => ({ 'index.html': `page of ${name}`, [`assets/${name}.js`]: name, 'mark.svg': 'mark' });

describe('publishing a build', () => {
  let project: string;

  beforeEach(async () => {
    project = await mkdtemp(join(tmpdir(), 'gateway-publish-'));
  });

  afterEach(() => rm(project, { recursive: true, force: true }));

  const build = (files: Record<string, string>) => {
    const folder = join(project, 'apps', 'dashboard', '.dist');
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(join(folder, 'assets'), { recursive: true });
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  };

  const publish = () => execFileSync(process.execPath, [PROGRAM, FOLDER], { cwd: project, stdio: 'pipe' });
  const published = () =>
    readdirSync(join(project, FOLDER), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort();
  const read = (file: string) => readFileSync(join(project, FOLDER, file), 'utf8');

  it('puts each file in its place, and leaves what the page of before needs until the build after the next', () => {
    build(page('one'));
    publish();
    expect(published()).toEqual(['index.html', 'mark.svg', 'one.js']);
    build(page('two'));
    for (let again = 0; again < 3; again++) publish();
    expect(read('index.html')).toBe('page of two');
    expect(published()).toEqual(['index.html', 'mark.svg', 'one.js', 'two.js']);
    build(page('three'));
    publish();
    expect(published()).toEqual(['index.html', 'mark.svg', 'three.js', 'two.js']);
  });

  it('leaves what is there already where nothing was published before', () => {
    mkdirSync(join(project, FOLDER, 'assets'), { recursive: true });
    writeFileSync(join(project, FOLDER, 'assets', 'old.js'), 'old');
    build(page('one'));
    publish();
    expect(published()).toContain('old.js');
  });

  it('refuses to publish nothing, and changes nothing then', () => {
    build(page('one'));
    publish();
    build({});
    expect(publish).toThrow('nothing was built');
    expect(published()).toEqual(['index.html', 'mark.svg', 'one.js']);
  });

  it('never shows a reader no page, half a page, or a page whose script is not there', async () => {
    build(page('0'));
    publish();
    for (let round = 1; round <= 5; round++) {
      build({ ...page(`${round}`), 'index.html': `page of ${round}`.padEnd(200_000, ' ') });
      const running = execFile(process.execPath, [PROGRAM, FOLDER], { cwd: project });
      let isRunning = true;
      const ended = once(running, 'exit').then(([code]) => {
        isRunning = false;
        return code;
      });
      while (isRunning) {
        const shown = read('index.html');
        expect([10, 9, 200_000]).toContain(shown.length);
        expect(existsSync(join(project, FOLDER, 'assets', `${shown.trim().slice('page of '.length)}.js`))).toBe(true);
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(await ended).toBe(0);
    }
  });
});

describe('the build', () => {
  const { scripts, wireit } = JSON.parse(readFileSync(join(PACKAGE_ROOT, 'package.json'), 'utf8'));

  it('writes nothing into a folder that a gateway runs or serves from, before every part of it has succeeded', () => {
    const steps: [string, { command?: string; output?: string[]; dependencies?: string[] }][] = Object.entries(wireit);
    const outputs = steps.flatMap(([, { output }]) => output ?? []);
    expect(outputs.length).toBeGreaterThanOrEqual(6);
    const elsewhere = /^((apps\/[\w-]+\/)?\.dist\/|src\/database\/generated\/|apps\/catalogue-builder\/dist\/)/;
    expect(outputs.filter((output) => !elsewhere.test(output))).toEqual([]);
    const publishing = steps.filter(([, { command }]) => command?.includes('publish-build'));
    expect(publishing.map(([name]) => name)).toEqual(['build', 'publish:sample-looker']);
    for (const [, { dependencies }] of publishing) expect(dependencies?.length).toBeGreaterThanOrEqual(2);
  });

  it('is told where to write by its compilers', () => {
    const outDir = (file: string) => /"outDir": "([^"]+)"/.exec(readFileSync(join(PACKAGE_ROOT, file), 'utf8'))?.[1];
    expect([outDir('tsconfig.json'), outDir('apps/sample-looker/tsconfig.json')]).toEqual(['.dist', '.dist']);
    expect(readFileSync(join(PACKAGE_ROOT, 'apps/dashboard/vite.config.ts'), 'utf8')).toContain("outDir: '.dist'");
  });

  it('looks at the machine first, whatever it was begun with', () => {
    expect(scripts).toMatchObject({
      preinstall: 'node apps/build-steps/check-machine.cjs install',
      prebuild: 'node apps/build-steps/check-machine.cjs',
    });
    for (const name of ['prestart', 'dev', 'check', 'pretest'])
      expect(scripts[name]).toMatch(/^npm run (--silent )?build/);
  });
});
